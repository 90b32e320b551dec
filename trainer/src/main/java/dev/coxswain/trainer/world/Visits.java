package dev.coxswain.trainer.world;

import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Pool;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The chance in the outcomes, keyed by seed, step, prompt and how often the prompt was visited in
/// this step: neither other prompts nor other strategies have a say.
final class Visits {

  private final Pool pool;
  private final long seed;
  private final int[] inStep; // (N)
  private int step;

  Visits(Pool pool, long seed) {
    this.pool = pool;
    this.seed = seed;
    inStep = new int[pool.size()];
  }

  void enter(int next) {
    if (next <= step) {
      throw new IllegalArgumentException(
          "The step (%d) must come after the last one (%d).".formatted(next, step));
    }
    step = next;
    Arrays.fill(inStep, 0);
  }

  int step() {
    return step;
  }

  /// The stream of the prompt's next group.
  RandomGenerator next(int prompt) {
    String purpose = "group " + inStep[prompt]++ + " of " + pool.get(prompt).id();
    return RandomKey.of(seed, purpose).at(step).generator();
  }

  /// The stream of a probe of the prompt.
  RandomGenerator probe(int prompt, RandomKey key) {
    return key.forPurpose("probe of " + pool.get(prompt).id()).generator();
  }

  /// Passes among independent rollouts.
  static int successes(double rate, int rollouts, RandomGenerator rng) {
    int successes = 0;
    for (int i = 0; i < rollouts; i++) {
      successes += rng.nextDouble() < rate ? 1 : 0;
    }
    return successes;
  }
}
