package dev.coxswain.prediction;

import dev.coxswain.prompt.Topics;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/// What every topic was worth lately: the values Q of a bandit whose arms are topics (self-evolving
/// curriculum, arXiv:2505.14970).
///
/// Of each topic in a batch, Q ← (1 − α)Q + α·r with r the mean of its groups' E∣A∣; Q starts at 0.
/// For passes and failures, E∣A∣ of GRPO's advantages is 2√(γ̄(1 − γ̄)), twice the rewards'
/// standard deviation; so we take it for fractional rewards too (ours), where the normalised
/// advantages themselves would be near 1 however little the rewards differ.
///
/// It values prompts and predicts no success rate. Q is read as the weight of "some rollouts pass",
/// the rest halved between none and all, so that every γ̂ is ½.
public final class TopicValues implements ByPrompt {

  private final Predictor.Sec settings;
  private final Topics topics;
  private final double[] values; // (C) Q, each in 0 .. 1

  private TopicValues(Predictor.Sec settings, Topics topics, double[] values) {
    this.settings = settings;
    this.topics = topics;
    this.values = values;
  }

  /// Every topic at 0.
  public static TopicValues zero(Predictor.Sec settings, Topics topics) {
    return new TopicValues(settings, topics, new double[topics.count()]);
  }

  /// The belief in a snapshot with the entries `values`, `topics` and `name/0` to `name/C−1`.
  ///
  /// @throws IllegalArgumentException if one is missing, does not fit or is out of range
  static TopicValues restore(Predictor.Sec settings, Snapshot snapshot, int prompts) {
    try {
      double[] values = snapshot.doubles("values").clone();
      List<String> names = new ArrayList<>();
      for (int topic = 0; topic < values.length; topic++) {
        names.add(snapshot.text("name/" + topic));
        if (!(values[topic] >= 0 && values[topic] <= 1)) {
          throw new IllegalArgumentException(
              "The value of topic \"%s\" (%s) must lie in 0 .. 1."
                  .formatted(names.get(topic), values[topic]));
        }
      }
      int[] topics = Arrays.stream(snapshot.longs("topics")).mapToInt(Math::toIntExact).toArray();
      Belief.requirePrompts(topics.length, prompts);
      return new TopicValues(settings, Topics.of(names, topics), values);
    } catch (NoSuchElementException | ArithmeticException e) {
      throw new IllegalArgumentException("The belief has no topic values: " + e.getMessage(), e);
    }
  }

  /// The belief after one more group of each of these prompts.
  public TopicValues learn(LabelledBatch batch) {
    double[] sums = new double[values.length];
    int[] groups = new int[values.length];
    for (Label label : batch.labels()) {
      sums[topics.of(label.prompt())] += 2 * label.rewardSd();
      groups[topics.of(label.prompt())]++;
    }
    double[] moved = values.clone();
    for (int topic = 0; topic < moved.length; topic++) {
      if (groups[topic] > 0) {
        double reward = sums[topic] / groups[topic];
        moved[topic] = (1 - settings.rate()) * moved[topic] + settings.rate() * reward;
      }
    }
    return new TopicValues(settings, topics, moved);
  }

  /// Q of one prompt's topic.
  public double value(int prompt) {
    return values[topics.of(prompt)];
  }

  @Override
  public SuccessRates.Solved rates(int prompt) {
    double rest = (1 - value(prompt)) / 2;
    return new SuccessRates.Solved(rest, value(prompt), rest);
  }

  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return rates(prompt).draw(rng);
  }

  /// New prompts have no topic until [#about] says so.
  @Override
  public TopicValues forPool(int[] former) {
    return about(topics.forPool(former));
  }

  /// The same values under these topics; one that is new starts at 0.
  public TopicValues about(Topics others) {
    double[] moved = new double[others.count()];
    for (int topic = 0; topic < moved.length; topic++) {
      int former = topics.names().indexOf(others.names().get(topic));
      moved[topic] = former < 0 ? 0 : values[former];
    }
    return new TopicValues(settings, others, moved);
  }

  @Override
  public Snapshot snapshot() {
    Snapshot.Builder builder = new Snapshot.Builder().doubles("values", values);
    long[] numbers = new long[topics.prompts()];
    Arrays.setAll(numbers, topics::of);
    builder.longs("topics", numbers);
    for (int topic = 0; topic < values.length; topic++) {
      builder.text("name/" + topic, topics.names().get(topic));
    }
    return builder.build();
  }
}
