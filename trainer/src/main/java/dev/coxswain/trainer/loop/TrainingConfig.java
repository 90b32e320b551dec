package dev.coxswain.trainer.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coxswain.trainer.policy.PolicyConfig;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.update.Algorithm;
import dev.coxswain.trainer.warmup.WarmupConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Everything that decides what a training computes, but for its strategy, its seed and its length.
///
/// @param task what is practised
/// @param algorithm how rewards change the policy
/// @param learningRates of the policy's optimiser, by strategy name; "" is that of all others
/// @param batchSize B, prompts a step
/// @param groupSize k, rollouts a prompt
/// @param evaluateEvery steps between held-out evaluations
/// @param evaluationSamples answers a held-out problem, the k of avg@k
/// @param evaluateOn which set is held out; validation is for choosing settings
/// @param sets how many problems each set holds
/// @param size of the policy
/// @param warmup the supervised training before
/// @param warmupPerSeed whether every seed has a warm-up of its own; else all start from the same
/// @param beliefs folder of earlier trainings: a strategy that is found in it begins with what it
///   believed at the end of its first seed there; empty for beginning with nothing
public record TrainingConfig(
    Task task,
    Algorithm algorithm,
    Map<String, Double> learningRates,
    int batchSize,
    int groupSize,
    int evaluateEvery,
    int evaluationSamples,
    HeldOut evaluateOn,
    SetSizes sets,
    PolicySize size,
    WarmupConfig warmup,
    boolean warmupPerSeed,
    String beliefs) {

  private static final ObjectMapper SETTINGS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS) // a task of somebody's own
          .build();

  /// The set that is held out.
  public enum HeldOut {
    EVALUATION,
    VALIDATION
  }

  /// The shape of the policy, whatever the task's vocabulary. Written `layers x width x heads`, for
  /// instance 2x96x4.
  public record PolicySize(int layers, int width, int heads) {

    /// @throws IllegalArgumentException if the text is no size
    public static PolicySize parse(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new IllegalArgumentException(
            "The policy's size (\"%s\") must be layers x width x heads, for instance 2x96x4."
                .formatted(text));
      }
      return new PolicySize(
          Integer.parseInt(size.group(1)),
          Integer.parseInt(size.group(2)),
          Integer.parseInt(size.group(3)));
    }

    @Override
    public String toString() {
      return layers + "x" + width + "x" + heads;
    }
  }

  private static final Pattern SIZE = Pattern.compile("(\\d{1,3})x(\\d{1,5})x(\\d{1,3})");

  /// Setting R of the measured starting point, with its traps mended (docs/lab-notebook.md).
  public static TrainingConfig usual(Task task, Algorithm algorithm) {
    return new TrainingConfig(
        task,
        algorithm,
        Map.of("", algorithm.optimization().learningRate()),
        32,
        8,
        10,
        2,
        HeldOut.EVALUATION,
        SetSizes.defaults(),
        new PolicySize(2, 96, 4),
        WarmupConfig.usual(),
        false,
        "");
  }

  public TrainingConfig {
    learningRates = Map.copyOf(learningRates);
    atLeast("batch size", batchSize, 1);
    atLeast("group size", groupSize, 1);
    atLeast("steps between evaluations", evaluateEvery, 1);
    atLeast("evaluation samples", evaluationSamples, 1);
    learningRates.forEach((strategy, rate) -> {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException(
            """
            The learning rate (%s)%s must lie strictly between 0 and 1.
            Maybe 2.5e-4 was meant.\
            """
                .formatted(rate, strategy.isEmpty() ? "" : " of " + strategy));
      }
    });
    if (!learningRates.containsKey("")) {
      throw new IllegalArgumentException(
          "The learning rates (%s) must hold one for all other strategies, under the empty name."
              .formatted(new TreeMap<>(learningRates)));
    }
  }

  /// The same but for what a user commonly changes.
  public TrainingConfig with(
      Map<String, Double> rates,
      int batch,
      int group,
      int poolSize,
      int every,
      int samples,
      HeldOut heldOut,
      int warmupSteps,
      boolean perSeed) {
    return new TrainingConfig(
        task,
        algorithm,
        rates,
        batch,
        group,
        every,
        samples,
        heldOut,
        new SetSizes(sets.evaluation(), sets.validation(), poolSize),
        size,
        warmup.withSteps(warmupSteps),
        perSeed,
        beliefs);
  }

  /// The same with another policy.
  public TrainingConfig sized(PolicySize other) {
    return with(other, beliefs);
  }

  /// The same, beginning with the beliefs of earlier trainings.
  public TrainingConfig inheriting(String folder) {
    return with(size, folder);
  }

  private TrainingConfig with(PolicySize policySize, String earlier) {
    return new TrainingConfig(
        task,
        algorithm,
        learningRates,
        batchSize,
        groupSize,
        evaluateEvery,
        evaluationSamples,
        evaluateOn,
        sets,
        policySize,
        warmup,
        warmupPerSeed,
        earlier);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The %s (%d) must be at least %d.".formatted(name, value, least));
    }
  }

  double learningRate(String strategy) {
    Double own = learningRates.get(strategy);
    return own != null ? own : learningRates.getOrDefault("", Double.NaN);
  }

  /// The shape of the policy, with what the task asks of it.
  public PolicyConfig policy() {
    return new PolicyConfig(
        task.vocabulary().size(),
        task.promptLength(),
        task.maxAnswerLength(),
        size.layers(),
        size.width(),
        size.heads());
  }

  long warmupSeed(long seed) {
    return warmupPerSeed ? seed : 0;
  }

  /// All of it in JSON's words and numbers, settings within settings, in a fixed order: for
  /// reports, and to recognise a folder's config.
  public Map<String, Object> described() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("task", task.name());
    all.put("task_settings", SETTINGS.valueToTree(task));
    all.put("algorithm", SETTINGS.valueToTree(algorithm));
    all.put("learning_rates", new TreeMap<>(learningRates));
    all.put("batch_size", batchSize);
    all.put("group_size", groupSize);
    all.put("evaluate_every", evaluateEvery);
    all.put("evaluation_samples", evaluationSamples);
    all.put("evaluate_on", evaluateOn.name().toLowerCase(Locale.ROOT));
    all.put("sets", SETTINGS.valueToTree(sets));
    all.put("policy", SETTINGS.valueToTree(policy()));
    all.put("warmup", SETTINGS.valueToTree(warmup));
    all.put("warmup_per_seed", warmupPerSeed);
    all.put("beliefs", beliefs);
    return all;
  }
}
