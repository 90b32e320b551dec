package dev.coxswain.selection;

import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Topics drawn by the softmax of their mean utility, prompts uniformly within a topic.
final class TopicDraw {

  private final Choice choice;
  private final int[] sizes; // (C) candidates of each topic
  private final double[] weights; // (C) exp((Q − max Q)/τ); 0 of a topic without candidates

  TopicDraw(Choice choice, double temperature) {
    this.choice = choice;
    int topics = 0;
    for (int i = 0; i < choice.count(); i++) {
      topics = Math.max(topics, choice.topic(i) + 1);
    }
    sizes = new int[topics];
    weights = weights(temperature);
  }

  private double[] weights(double temperature) {
    double[] means = new double[sizes.length];
    for (int i = 0; i < choice.count(); i++) {
      int topic = choice.topic(i);
      sizes[topic]++;
      means[topic] +=
          (choice.utility(i) - means[topic]) / sizes[topic]; // exact where all are equal
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (int topic = 0; topic < means.length; topic++) {
      highest = sizes[topic] > 0 ? Math.max(highest, means[topic]) : highest;
    }
    for (int topic = 0; topic < means.length; topic++) {
      means[topic] = sizes[topic] > 0 ? StrictMath.exp((means[topic] - highest) / temperature) : 0;
    }
    return means;
  }

  int[] rows(int size, RandomKey key) {
    RandomGenerator rng = key.forPurpose("topics").generator();
    int[][] members = members(key);
    int[] used = new int[sizes.length];
    int[] rows = new int[Math.min(size, choice.count())];
    for (int pick = 0; pick < rows.length; pick++) {
      int topic = drawn(used, rng.nextDouble());
      rows[pick] = members[topic][used[topic]++];
    }
    return rows;
  }

  /// Each topic's rows in random order: taking the next is drawing uniformly.
  private int[][] members(RandomKey key) {
    int[][] members = new int[sizes.length][];
    Arrays.setAll(members, topic -> new int[sizes[topic]]);
    int[] found = new int[sizes.length];
    for (int i : Permutation.of(choice.count(), key.forPurpose("within topics").generator())) {
      int topic = choice.topic(i);
      members[topic][found[topic]++] = i;
    }
    return members;
  }

  private int drawn(int[] used, double u) {
    double sum = 0;
    for (int topic = 0; topic < sizes.length; topic++) {
      sum += used[topic] < sizes[topic] ? weights[topic] : 0;
    }
    double left = u * sum;
    int last = -1;
    for (int topic = 0; topic < sizes.length; topic++) {
      if (used[topic] < sizes[topic]) {
        last = topic;
        left -= weights[topic];
        if (left < 0) {
          return topic;
        }
      }
    }
    return last; // rounding, or weights that have all underflowed
  }

  /// B·π_c/m_c, at most 1, for a topic drawn with probability π_c that has m_c candidates: the
  /// inclusion probability as long as no topic runs out. When one may, it is a little too high for
  /// that one and too low for the others; the exact value has no closed form.
  double[] propensities(int[] rows, int size) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(rows)
        .mapToDouble(i -> {
          int topic = choice.topic(i);
          double share = size * weights[topic] / (sum * sizes[topic]);
          return Math.clamp(share, Double.MIN_NORMAL, 1);
        })
        .toArray();
  }
}
