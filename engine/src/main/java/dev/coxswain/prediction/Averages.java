package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/// What was last seen of every prompt: the exponential moving average of its observed success
/// rates, taken for the truth.
///
/// The first visit sets it; later ones move it, e ← d·e + (1 − d)·γ̄ (ours: learnability's papers,
/// arXiv:2408.15099 and 2502.12272, estimate γ by rollouts made for the purpose, and keep none). No
/// visit, no doubt: sd is 0 also of what is a guess.
public final class Averages implements ByPrompt {

  private static final double UNSEEN = -1;

  private final Predictor.LastSeen settings;
  private final double[] averages; // (N), each in 0 .. 1, or UNSEEN

  private Averages(Predictor.LastSeen settings, double[] averages) {
    this.settings = settings;
    this.averages = averages;
  }

  /// No prompt has been seen.
  public static Averages unseen(Predictor.LastSeen settings, int prompts) {
    double[] averages = new double[prompts];
    Arrays.fill(averages, UNSEEN);
    return new Averages(settings, averages);
  }

  /// The belief in a snapshot with the entry `averages`.
  ///
  /// @throws IllegalArgumentException if it is missing or holds what is no rate
  static Averages restore(Predictor.LastSeen settings, Snapshot snapshot, int prompts) {
    try {
      double[] averages = snapshot.doubles("averages").clone();
      Belief.requirePrompts(averages.length, prompts);
      for (int i = 0; i < averages.length; i++) {
        if (averages[i] != UNSEEN && !(averages[i] >= 0 && averages[i] <= 1)) {
          throw new IllegalArgumentException(
              "The average of prompt %d (%s) must lie in 0 .. 1, or be -1 for one not seen."
                  .formatted(i, averages[i]));
        }
      }
      return new Averages(settings, averages);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no averages: " + e.getMessage(), e);
    }
  }

  /// The belief after one more group of each of these prompts.
  public Averages learn(LabelledBatch batch) {
    double[] moved = averages.clone();
    double keep = settings.decay();
    for (Label label : batch.labels()) {
      double former = moved[label.prompt()];
      moved[label.prompt()] =
          former == UNSEEN ? label.successRate() : keep * former + (1 - keep) * label.successRate();
    }
    return new Averages(settings, moved);
  }

  /// γ̂ of one prompt.
  public double average(int prompt) {
    return averages[prompt] == UNSEEN ? settings.unseen() : averages[prompt];
  }

  @Override
  public SuccessRates rates(int prompt) {
    return SuccessRates.known(average(prompt));
  }

  /// There is no doubt to draw from.
  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return average(prompt);
  }

  @Override
  public Averages forPool(int[] former) {
    return new Averages(
        settings,
        Arrays.stream(former).mapToDouble(at -> at < 0 ? UNSEEN : averages[at]).toArray());
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().doubles("averages", averages).build();
  }
}
