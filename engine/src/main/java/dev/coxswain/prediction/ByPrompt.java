package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What is believed of every prompt by itself, or by its topic; the embeddings say nothing.
public sealed interface ByPrompt extends Belief
    permits Flat, Counts, Averages, Streaks, Chains, TopicValues {

  /// What is believed of one prompt.
  SuccessRates rates(int prompt);

  /// One rate drawn from that, in [0, 1].
  double draw(int prompt, RandomGenerator rng);

  @Override
  default void read(Embeddings embeddings, int[] prompts, RandomKey key, Reader reader) {
    for (int i = 0; i < prompts.length; i++) {
      reader.read(i, rates(prompts[i]));
    }
  }

  @Override
  default double[] draw(Embeddings embeddings, int[] prompts, RandomKey key) {
    RandomGenerator rng = key.generator();
    return Arrays.stream(prompts).mapToDouble(prompt -> draw(prompt, rng)).toArray();
  }
}
