package dev.coxswain.allocation;

import dev.coxswain.prediction.SuccessRates;
import java.util.Arrays;
import java.util.List;

/// How many samples each of n test prompts gets, and what that is expected to solve.
///
/// All expectations are by the belief that the samples were shared out by. They are as right as it
/// is, and a belief that is too sure promises too much.
///
/// @param samples (n) in the prompts' order
/// @param expectedSolved prompts expected to have at least one right answer
/// @param expectedSolvedUniform the same if the budget were spread as evenly as it goes
/// @param uniformBudget samples a prompt with which an even spread would be expected to solve
///   expectedSolved
public record Allocation(
    List<Integer> samples,
    double expectedSolved,
    double expectedSolvedUniform,
    double uniformBudget) {

  public Allocation {
    samples = List.copyOf(samples);
  }

  /// @param samples (n)
  static Allocation of(List<? extends SuccessRates> beliefs, int[] samples, Budget budget) {
    if (beliefs.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one prompt to allocate to.");
    }
    double solved = solved(beliefs, samples);
    double uniform = solved(beliefs, Allocator.Uniform.samples(samples.length, budget));
    return new Allocation(
        Arrays.stream(samples).boxed().toList(),
        solved,
        uniform,
        uniformBudget(beliefs, solved, budget));
  }

  private static double solved(List<? extends SuccessRates> beliefs, int[] samples) {
    double solved = 0;
    for (int i = 0; i < samples.length; i++) {
      solved += beliefs.get(i).solvedWithin(samples[i]);
    }
    return solved;
  }

  /// Walks up from the budget, a whole sample a prompt at a time, and reads off the line between
  /// the last two. Where another sample's gain is lost in rounding it stops, or what rounding left
  /// wanted would lead it to the most samples.
  private static double uniformBudget(
      List<? extends SuccessRates> beliefs, double wanted, Budget budget) {
    int even = (int) Math.min(Math.floor(budget.mean()), budget.max());
    double reached = beliefs.stream().mapToDouble(belief -> belief.solvedWithin(even)).sum();
    for (int b = even; b < budget.max(); b++) {
      int samples = b;
      double gain = beliefs.stream().mapToDouble(belief -> belief.gain(samples)).sum();
      if (reached + gain == reached) {
        return b;
      }
      if (reached + gain >= wanted) {
        return b + Math.max(wanted - reached, 0) / gain;
      }
      reached += gain;
    }
    return budget.max();
  }
}
