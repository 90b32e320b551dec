package dev.coxswain.allocation;

import dev.coxswain.prediction.SuccessRates;
import java.util.List;

/// How a budget of samples is shared out among test prompts whose answers a verifier checks (best
/// of b).
///
/// With a majority vote in place of a verifier the gain of a sample is not concave — a second vote
/// decides nothing that a third may — so no greedy is optimal; that is left out.
/// [Stopping.Majority] serves it one sample at a time.
public sealed interface Allocator {

  /// Shares ⌊b·n⌋ samples out, fewer only if every prompt has its most.
  ///
  /// @param beliefs (n), at least one, of the prompts in their order
  /// @throws IllegalArgumentException if there are no prompts
  Allocation allocate(List<? extends SuccessRates> beliefs, Budget budget);

  /// Spends where the next sample helps most. A prompt with b samples is solved with probability
  /// E(1 − (1 − γ)ᵇ), whose marginal gain E(γ(1 − γ)ᵇ) never rises with b, so the greedy is optimal
  /// (Damani et al., arXiv:2410.04707; GPS, arXiv:2602.01970, eq. 22–23, form open). The mean is
  /// over the belief's whole distribution, not at its mean (ours). Ties go to the prompt with fewer
  /// samples so far, then to the earlier one.
  ///
  /// As good as the belief: one that knows only the spread of z and not that of prompts alike in
  /// text is too sure of itself. [Bins] asks less of it.
  record Greedy() implements Allocator {

    @Override
    public Allocation allocate(List<? extends SuccessRates> beliefs, Budget budget) {
      return Allocation.of(beliefs, MarginalGains.spend(beliefs, budget), budget);
    }
  }

  /// Believes of γ̂ only into which quantile of a calibration set it falls, and of that bin what
  /// was observed there (GPS: bins by γ̂); then as [Greedy]. The bins' own samples are shared out
  /// so that the budget holds for these very prompts; [BinTable] is for prompts that come one at a
  /// time.
  ///
  /// @param calibration what was observed at which γ̂
  record Bins(Calibration calibration) implements Allocator {

    @Override
    public Allocation allocate(List<? extends SuccessRates> beliefs, Budget budget) {
      List<SuccessRates> calibrated =
          beliefs.stream().map(belief -> calibration.rates(belief.mean())).toList();
      return Allocation.of(calibrated, MarginalGains.spend(calibrated, budget), budget);
    }
  }

  /// As even as the budget goes: ⌊b⌋ samples a prompt, and one more for the first prompts while
  /// there are any left. The baseline.
  record Uniform() implements Allocator {

    @Override
    public Allocation allocate(List<? extends SuccessRates> beliefs, Budget budget) {
      return Allocation.of(beliefs, samples(beliefs.size(), budget), budget);
    }

    static int[] samples(int prompts, Budget budget) {
      long total = Math.min(budget.samples(prompts), (long) budget.max() * prompts);
      int[] samples = new int[prompts];
      for (int i = 0; i < prompts; i++) {
        samples[i] = (int) (total / prompts + (i < total % prompts ? 1 : 0));
      }
      return samples;
    }
  }
}
