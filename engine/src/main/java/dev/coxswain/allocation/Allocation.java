package dev.coxswain.allocation;

import dev.coxswain.prediction.SuccessRates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// How many samples each of n test prompts gets, and what that is expected to solve.
///
/// @param samples (n) in the prompts' order
/// @param expectedSolved prompts expected to have at least one right answer, by the belief
/// @param expectedSolvedUniform the same if every prompt got ⌊budget/n⌋ samples
public record Allocation(
    List<Integer> samples, double expectedSolved, double expectedSolvedUniform) {

  public Allocation {
    samples = List.copyOf(samples);
  }

  /// Spends the budget where the next sample helps most. Binary verifier, best-of-b: a prompt with
  /// b samples is solved with probability E(1 − (1−p)ᵇ), whose marginal gain E(p(1−p)ᵇ) never rises
  /// with b, so the greedy is optimal (Damani et al., arXiv:2410.04707). The mean is over the
  /// belief's whole distribution, not at its mean: uncertainty is worth samples. Ties go to the
  /// prompt with fewer samples so far, then to the earlier one.
  ///
  /// With a majority vote in place of a verifier the gain is not concave; that is left out.
  ///
  /// @param beliefs (n) at least one
  /// @param meanBudget samples a prompt on average; Σ samples ≤ ⌊meanBudget·n⌋
  /// @param min samples that every prompt gets, at least 0, at most meanBudget
  /// @param max samples that no prompt exceeds, at least min
  public static Allocation greedy(
      List<? extends SuccessRates> beliefs, double meanBudget, int min, int max) {
    if (beliefs.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one prompt to allocate to.");
    }
    if (!(min >= 0 && min <= meanBudget && min <= max && meanBudget < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "The least samples (%d) must be at least 0, at most the mean budget (%s) and at most the most samples (%d)."
              .formatted(min, meanBudget, max));
    }
    int n = beliefs.size();
    long budget = (long) Math.floor(meanBudget * n) - (long) min * n;
    int[] samples = new int[n];
    PriorityQueue<Next> heap = new PriorityQueue<>();
    for (int i = 0; i < n; i++) {
      samples[i] = min;
      offer(heap, beliefs.get(i), i, min, max);
    }
    while (budget > 0 && !heap.isEmpty()) {
      int i = heap.remove().prompt();
      samples[i]++;
      budget--;
      offer(heap, beliefs.get(i), i, samples[i], max);
    }
    int even = (int) Math.floor(meanBudget);
    double solved = 0;
    double uniform = 0;
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      counts.add(samples[i]);
      solved += beliefs.get(i).solvedWithin(samples[i]);
      uniform += beliefs.get(i).solvedWithin(Math.min(even, max));
    }
    return new Allocation(counts, solved, uniform);
  }

  private static void offer(
      PriorityQueue<Next> heap, SuccessRates belief, int prompt, int samples, int max) {
    if (samples < max) {
      double gain = belief.solvedWithin(samples + 1) - belief.solvedWithin(samples);
      heap.add(new Next(prompt, samples, gain));
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
