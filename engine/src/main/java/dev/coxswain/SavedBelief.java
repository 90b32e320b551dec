package dev.coxswain;

import dev.coxswain.allocation.Calibration;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.outcome.History;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Probe;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A belief with all that its use on other prompts takes: the strategy whose predictor it is, the
/// encoder that made its embeddings, and which prompts it was learned on.
///
/// Texts are left out, for they may be secret; so is what was observed of each prompt, but for what
/// the belief itself remembers and the calibration says of all.
///
/// @param strategy as it was written
/// @param encoder that made the embeddings, as its own plain numbers
/// @param promptIds (N) of the pool, by index
/// @param belief about that pool
/// @param calibration of what was predicted of the last batches; empty before the first outcome,
///   and where the strategy predicts nothing
public record SavedBelief(
    String strategy,
    Snapshot encoder,
    List<String> promptIds,
    Belief belief,
    Optional<Calibration> calibration) {

  public SavedBelief {
    promptIds = List.copyOf(promptIds);
  }

  /// What a run has come to.
  public static SavedBelief of(Steering steering, Snapshot encoder, Pool pool) {
    return new SavedBelief(
        steering.strategy().name(),
        encoder,
        ids(pool),
        steering.belief(),
        calibration(steering.strategy(), steering.history()));
  }

  /// What the run came to whose steering was put down as a snapshot.
  ///
  /// @param pool of the run
  /// @throws IllegalArgumentException if the snapshot does not fit, or the strategy asks the policy
  ///   itself and so believes nothing
  public static SavedBelief of(Strategy strategy, Snapshot encoder, Pool pool, Snapshot steering) {
    History history =
        History.restore(
            steering.under("history"), pool, Topics.of(pool), strategy.learnsTruncated());
    return new SavedBelief(
        strategy.name(),
        encoder,
        ids(pool),
        belief(strategy, steering.under("belief"), pool.size()),
        calibration(strategy, history));
  }

  private static List<String> ids(Pool pool) {
    return pool.prompts().stream().map(Prompt::id).toList();
  }

  private static Optional<Calibration> calibration(Strategy strategy, History history) {
    List<Forecast> forecasts = strategy.predictor().informs() ? history.forecasts() : List.of();
    return forecasts.isEmpty() ? Optional.empty() : Optional.of(Calibration.of(forecasts));
  }

  /// All of it as plain numbers and texts.
  public Snapshot snapshot() {
    Snapshot.Builder snapshot =
        new Snapshot.Builder()
            .text("strategy", strategy)
            .all("encoder", encoder)
            .longs("id-lengths", promptIds.stream().mapToLong(String::length).toArray())
            .text("prompt-ids", String.join("", promptIds))
            .all("belief", belief.snapshot());
    calibration.ifPresent(found -> snapshot.all("calibration", found.snapshot()));
    return snapshot.build();
  }

  /// The belief that a snapshot holds.
  ///
  /// @throws IllegalArgumentException if it holds none, or its strategy asks the policy itself and
  ///   so believes nothing
  public static SavedBelief of(Snapshot snapshot) {
    try {
      Strategy strategy = Strategies.parse(snapshot.text("strategy"));
      List<String> ids = promptIds(snapshot.text("prompt-ids"), snapshot.longs("id-lengths"));
      Snapshot encoder = snapshot.under("encoder");
      var _ = encoder.text("encoder"); // which every encoder's snapshot has
      return new SavedBelief(
          strategy.name(),
          encoder,
          ids,
          belief(strategy, snapshot.under("belief"), ids.size()),
          kept(snapshot.under("calibration")));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("This is no saved belief: " + e.getMessage(), e);
    }
  }

  private static Optional<Calibration> kept(Snapshot snapshot) {
    return snapshot.entries().isEmpty()
        ? Optional.empty()
        : Optional.of(Calibration.restore(snapshot));
  }

  private static List<String> promptIds(String joined, long[] lengths) {
    if (Arrays.stream(lengths).anyMatch(length -> length < 0 || length > joined.length())
        || Arrays.stream(lengths).sum() != joined.length()) {
      throw new IllegalArgumentException("This is no saved belief: its prompt ids do not fit.");
    }
    List<String> ids = new ArrayList<>();
    int start = 0;
    for (long length : lengths) {
      ids.add(joined.substring(start, start + (int) length));
      start += (int) length;
    }
    return ids;
  }

  private static Belief belief(Strategy strategy, Snapshot snapshot, int prompts) {
    if (strategy.predictor() instanceof Predictor.Probing) {
      throw new IllegalArgumentException(
          "The strategy \"%s\" asks the policy itself; nothing of what it found is kept."
              .formatted(strategy.name()));
    }
    Probe none =
        (asked, rollouts, key) -> {
          throw new IllegalStateException("A saved belief has no policy to ask.");
        };
    return strategy.predictor().restore(snapshot, prompts, none);
  }

  /// The same belief about other prompts; those of the same id keep what is remembered of them.
  ///
  /// @param ids (N') of the other prompts
  public Belief about(List<String> ids) {
    Map<String, Integer> indexOf = HashMap.newHashMap(promptIds.size());
    for (int i = 0; i < promptIds.size(); i++) {
      indexOf.put(promptIds.get(i), i);
    }
    int[] former = new int[ids.size()];
    Arrays.setAll(former, i -> indexOf.getOrDefault(ids.get(i), -1));
    return belief.forPool(former);
  }
}
