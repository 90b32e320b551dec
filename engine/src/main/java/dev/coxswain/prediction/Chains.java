package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A hidden Markov chain of its own for every prompt, which moves also while the prompt is not
/// visited (dynamics-predictive sampling, arXiv:2603.10887).
///
/// As in the authors' code, transition counts are each prompt's own, not shared. A step is a
/// learned batch. Chains of prompts that were not in it are moved only when they are read, so that
/// learning costs O(B) chains; a prompt never seen stays at one third each. Ours: a group of equal
/// rewards strictly between 0 and 1 counts as all right from ½ on, since it teaches nothing; a late
/// group moves the chain at its own step, and is dropped if the chain has been seen since.
public final class Chains implements ByPrompt {

  private final Predictor.Dps settings;
  private final Chain prior;
  private final Chain[] chains; // (N), `prior` until seen
  private final long step; // last learned

  private Chains(Predictor.Dps settings, Chain prior, Chain[] chains, long step) {
    this.settings = settings;
    this.prior = prior;
    this.chains = chains;
    this.step = step;
  }

  /// No prompt has been seen.
  public static Chains prior(Predictor.Dps settings, int prompts) {
    Chain prior = Chain.prior(settings);
    Chain[] chains = new Chain[prompts];
    Arrays.fill(chains, prior);
    return new Chains(settings, prior, chains, 0);
  }

  /// The belief in a snapshot with the entries `pool` (N and the last step), `seen`, `steps`,
  /// `counts` and `states`, the last four of the prompts seen.
  ///
  /// @throws IllegalArgumentException if one is missing, does not fit or is no chain
  static Chains restore(Predictor.Dps settings, Snapshot snapshot, int prompts) {
    try {
      long[] pool = snapshot.longs("pool");
      long[] seen = snapshot.longs("seen");
      long[] steps = snapshot.longs("steps");
      double[] counts = snapshot.doubles("counts");
      double[] states = snapshot.doubles("states");
      if (pool.length != 2
          || steps.length != seen.length
          || counts.length != 9 * seen.length
          || states.length != 3 * seen.length) {
        throw new IllegalArgumentException(
            "The belief's chains do not fit together: %d seen, %d steps, %d counts, %d states."
                .formatted(seen.length, steps.length, counts.length, states.length));
      }
      Belief.requirePrompts(pool[0], prompts);
      Chains chains = prior(settings, prompts);
      for (int i = 0; i < seen.length; i++) {
        requirePrompt(seen[i], pool[0]);
        chains.chains[(int) seen[i]] =
            Chain.of(
                settings,
                Arrays.copyOfRange(counts, 9 * i, 9 * i + 9),
                Arrays.copyOfRange(states, 3 * i, 3 * i + 3),
                steps[i]);
      }
      return new Chains(settings, chains.prior, chains.chains, pool[1]);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no chains: " + e.getMessage(), e);
    }
  }

  private static void requirePrompt(long prompt, long prompts) {
    if (prompt < 0 || prompt >= prompts) {
      throw new IllegalArgumentException(
          "The belief has a chain of prompt %d; there are %d prompts.".formatted(prompt, prompts));
    }
  }

  /// The belief after one more group of each of these prompts.
  public Chains learn(LabelledBatch batch) {
    Chain[] moved = chains.clone();
    for (Label label : batch.labels()) {
      long when = batch.sequence() - label.age();
      if (when > moved[label.prompt()].step()) {
        moved[label.prompt()] = moved[label.prompt()].observed(shown(label), when);
      }
    }
    return new Chains(settings, prior, moved, batch.sequence());
  }

  private static int shown(Label label) {
    if (label.isMixed()) {
      return 1;
    }
    return label.successRate() < 0.5 ? 0 : 2;
  }

  /// How many of one prompt's next rollouts pass: none, some or all.
  @Override
  public SuccessRates.Solved rates(int prompt) {
    double[] next = chains[prompt] == prior ? prior.state() : chains[prompt].at(step).next();
    return new SuccessRates.Solved(next[0], next[1], next[2]);
  }

  @Override
  public double draw(int prompt, RandomGenerator rng) {
    return rates(prompt).draw(rng);
  }

  @Override
  public Chains forPool(int[] former) {
    Chain[] moved = new Chain[former.length];
    Arrays.setAll(moved, i -> former[i] < 0 ? prior : chains[former[i]]);
    return new Chains(settings, prior, moved, step);
  }

  @Override
  public Snapshot snapshot() {
    int[] seen = IntStream.range(0, chains.length).filter(i -> chains[i] != prior).toArray();
    return new Snapshot.Builder()
        .longs("pool", new long[] {chains.length, step})
        .longs("seen", Arrays.stream(seen).asLongStream().toArray())
        .longs("steps", Arrays.stream(seen).mapToLong(i -> chains[i].step()).toArray())
        .doubles(
            "counts",
            Arrays.stream(seen)
                .mapToObj(i -> chains[i].counts())
                .flatMapToDouble(Arrays::stream)
                .toArray())
        .doubles(
            "states",
            Arrays.stream(seen)
                .mapToObj(i -> chains[i].state())
                .flatMapToDouble(Arrays::stream)
                .toArray())
        .build();
  }
}
