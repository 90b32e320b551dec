package dev.coxswain.allocation;

import dev.coxswain.prediction.SuccessRates;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The greedy itself: a heap of what each prompt's next sample adds. O((n + Σ b) log n).
final class MarginalGains {

  private final List<? extends SuccessRates> beliefs; // (n)
  private final int most;
  private final PriorityQueue<Next> heap = new PriorityQueue<>();

  private MarginalGains(List<? extends SuccessRates> beliefs, int most) {
    this.beliefs = beliefs;
    this.most = most;
  }

  /// Samples a prompt.
  ///
  /// @return (n)
  static int[] spend(List<? extends SuccessRates> beliefs, Budget budget) {
    int n = beliefs.size();
    int[] samples = new int[n];
    Arrays.fill(samples, budget.min());
    MarginalGains gains = new MarginalGains(beliefs, budget.max());
    for (int i = 0; i < n; i++) {
      gains.offer(i, samples[i]);
    }
    long left = budget.samples(n) - (long) n * budget.min();
    for (; left > 0 && !gains.heap.isEmpty(); left--) {
      int i = gains.heap.remove().prompt();
      gains.offer(i, ++samples[i]);
    }
    return samples;
  }

  private void offer(int prompt, int samples) {
    if (samples < most) {
      heap.add(new Next(prompt, samples, beliefs.get(prompt).gain(samples)));
    }
  }

  /// The next sample of a prompt and what it adds.
  private record Next(int prompt, int samples, double gain) implements Comparable<Next> {

    private static final Comparator<Next> ORDER =
        Comparator.comparingDouble(Next::gain)
            .reversed()
            .thenComparingInt(Next::samples)
            .thenComparingInt(Next::prompt);

    @Override
    public int compareTo(Next other) {
      return ORDER.compare(this, other);
    }
  }
}
