package dev.coxswain.trainer.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.PolicyConfig;
import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.policy.Sequences;
import dev.coxswain.trainer.policy.Trace;
import dev.coxswain.trainer.policy.Transformer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The gradient of each loss with respect to every weight of a tiny model, against central finite
/// differences. Single precision: the step is large and the tolerance 1 % of the largest component
/// of its array, plus what rounding of the loss (about 1e-7) makes of the quotient.
final class GradientTest {

  private static final PolicyConfig CONFIG = new PolicyConfig(7, 3, 4, 1, 8, 2);
  private static final float STEP = 1e-3f;
  private static final double ROUNDING = 2e-4;
  private static final float[] REWARDS = {1, 0, 0, 1, 1, 1, 0, 0};

  private final Policy policy = new Policy(CONFIG, RandomKey.of(5, "policy"));
  private final Rollouts rollouts = moved(policy);

  /// Rollouts of the policy whose log-probabilities are as if it had moved since, so that ratios
  /// lie inside and well outside the clip.
  private static Rollouts moved(Policy policy) {
    shake(policy.parameters());
    int[][] prompts = {{0, 2, 3}, {4, 5, 6}};
    Rollouts now = policy.sample(prompts, 4, RandomKey.of(2, "sample"), 1);
    int[][] answers = new int[now.rows()][];
    float[][] logs = new float[now.rows()][];
    float[] shifts = {-.4f, -.1f, .1f, .4f};
    for (int row = 0; row < now.rows(); row++) {
      answers[row] = now.answer(row);
      logs[row] = now.logProbabilities(row).clone();
      for (int t = 0; t < logs[row].length; t++) {
        logs[row][t] += shifts[(row + t) % shifts.length];
      }
    }
    return new Rollouts(prompts, 4, answers, logs);
  }

  /// Weights of order one half everywhere, biases and a critic's output too.
  private static void shake(Parameters parameters) {
    RandomGenerator rng = RandomKey.of(11, "shake").generator();
    for (String name : parameters.names()) {
      float[] values = parameters.values(name);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.5 * Sampling.gaussian(rng));
      }
      parameters.set(name, values);
    }
  }

  @Test
  void grpo_everyWeight_asByFiniteDifferences() {
    float[] advantages = Advantages.withinGroups(REWARDS, 4);
    checkPolicy(new Clip(0.2, 0.28), perToken(advantages));
  }

  @Test
  void reinforcePlusPlus_everyWeight_asByFiniteDifferences() {
    checkPolicy(new Clip(0.2, 0.2), perToken(Advantages.normalised(REWARDS)));
  }

  @Test
  void ppo_everyWeight_asByFiniteDifferences() {
    float[][] advantages = perToken(new float[8]);
    for (int row = 0; row < advantages.length; row++) {
      float[] values = new float[advantages[row].length];
      Arrays.fill(values, .3f + .05f * row);
      advantages[row] = Advantages.generalised(REWARDS[row], values, .9, .8);
    }
    checkPolicy(new Clip(0.2, 0.2), Advantages.normalised(advantages));
  }

  @Test
  void critic_everyWeight_asByFiniteDifferences() {
    try (Transformer critic = Transformer.scalar(CONFIG, policy.snapshot())) {
      shake(critic.parameters());
      check(critic::trace, critic.parameters(), new SquaredError(perToken(REWARDS)));
    }
    policy.close();
  }

  private void checkPolicy(Clip clip, float[][] advantages) {
    Surrogate surrogate = new Surrogate(clip, rollouts, advantages);
    check(policy::trace, policy.parameters(), surrogate);
    assertThat(surrogate.clippedShare()).isBetween(0.1, 0.6);
    policy.close();
  }

  private void check(Function<Sequences, Trace> network, Parameters parameters, TokenLoss loss) {
    Optimization once = Optimization.usual();
    Learner learner = new Learner(network, parameters, once);
    List<Integer> rows = IntStream.range(0, rollouts.rows()).boxed().toList();
    Minibatch all = Minibatch.of(rows, rollouts);
    learner.accumulate(all, rollouts, loss);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (String name : parameters.names()) {
      gradients.put(name, Objects.requireNonNull(parameters.gradient(name)));
    }
    gradients.forEach((name, gradient) -> {
      double allowed = 0.01 * largest(gradient) + ROUNDING;
      for (int i = 0; i < gradient.length; i++) {
        double quotient = quotient(learner, all, loss, parameters, name, i);
        assertThat((double) gradient[i]).as("%s[%d]", name, i).isCloseTo(quotient, within(allowed));
      }
    });
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private double quotient(
      Learner learner, Minibatch all, TokenLoss loss, Parameters parameters, String name, int i) {
    float[] values = parameters.values(name);
    float kept = values[i];
    values[i] = kept + STEP;
    parameters.set(name, values);
    double above = learner.accumulate(all, rollouts, loss);
    values[i] = kept - STEP;
    parameters.set(name, values);
    double below = learner.accumulate(all, rollouts, loss);
    values[i] = kept;
    parameters.set(name, values);
    return (above - below) / ((double) (kept + STEP) - (kept - STEP));
  }

  private float[][] perToken(float[] ofRows) {
    float[][] result = new float[rollouts.rows()][];
    for (int row = 0; row < result.length; row++) {
      result[row] = new float[rollouts.length(row)];
      Arrays.fill(result[row], ofRows[row]);
    }
    return result;
  }
}
