package dev.coxswain.trainer.policy;

import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Draws answers, token by token, from the policy's own distribution.
///
/// The uniform number behind token t of row r depends on (key, r, t) alone; which rows share a
/// matrix product changes a probability in its last bits at most.
final class Sampler {

  /*
   * Prompts are read once and their cache copied to each of their rows. Rows go through in blocks: the
   * cache of 256 rows (20 MB for two layers of width 96) is the compromise between long matrix products
   * and the processor's own caches.
   */

  private static final int BLOCK_ROWS = 256;

  private final PolicyConfig config;
  private final Transformer transformer;
  private final double temperature;

  Sampler(PolicyConfig config, Transformer transformer, double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The temperature (%s) must be positive and finite.".formatted(temperature));
    }
    this.config = config;
    this.transformer = transformer;
    this.temperature = temperature;
  }

  Rollouts sample(int[][] prompts, int perPrompt, RandomKey key) {
    requireReadable(prompts, perPrompt);
    Answers answers = new Answers(prompts.length * perPrompt, config, key);
    int block = Math.max(1, BLOCK_ROWS / perPrompt);
    for (int from = 0; from < prompts.length; from += block) {
      int[][] part = Arrays.copyOfRange(prompts, from, Math.min(prompts.length, from + block));
      answerBlock(part, perPrompt, from * perPrompt, answers);
    }
    return answers.rollouts(prompts, perPrompt);
  }

  /// @param firstRow the row of the block's first answer, which is in slot 0
  private void answerBlock(int[][] prompts, int perPrompt, int firstRow, Answers answers) {
    int rows = prompts.length * perPrompt;
    try (Decoder decoder = new Decoder(config, transformer, rows, temperature)) {
      float[] first = readPrompts(decoder, prompts, perPrompt);
      for (int slot = 0; slot < rows; slot++) {
        answers.draw(firstRow + slot, first, slot / perPrompt);
      }
      int[] open = stillOpen(IntStream.range(0, rows), firstRow, answers);
      while (open.length > 0) {
        LongStream said = Arrays.stream(open).mapToLong(s -> answers.lastToken(firstRow + s));
        float[] next = decoder.read(open, said.toArray());
        for (int i = 0; i < open.length; i++) {
          answers.draw(firstRow + open[i], next, i);
        }
        open = stillOpen(Arrays.stream(open), firstRow, answers);
      }
    }
  }

  private static int[] stillOpen(IntStream slots, int firstRow, Answers answers) {
    return slots.filter(slot -> answers.isOpen(firstRow + slot)).toArray();
  }

  /// Reads every prompt, column by column, into the slots of its rows.
  ///
  /// @return (prompts, vocabulary) probabilities of the first answer token
  private float[] readPrompts(Decoder decoder, int[][] prompts, int perPrompt) {
    float[] next = new float[0];
    for (int column = 0; column < config.promptLength(); column++) {
      int place = column;
      int[] real =
          IntStream.range(0, prompts.length)
              .filter(prompt -> place >= Tokens.padding(prompts[prompt]))
              .toArray();
      if (real.length > 0) {
        int[] slots = Arrays.stream(real).map(prompt -> prompt * perPrompt).toArray();
        LongStream tokens = Arrays.stream(real).mapToLong(prompt -> prompts[prompt][place]);
        next = decoder.read(slots, tokens.toArray());
      }
    }
    for (int slot = 0; slot < prompts.length * perPrompt; slot++) {
      decoder.copy(slot / perPrompt * perPrompt, slot);
    }
    return next; // the last column holds a real token of every prompt
  }

  private void requireReadable(int[][] prompts, int perPrompt) {
    if (perPrompt < 1) {
      throw new IllegalArgumentException(
          "The answers per prompt (%d) must be at least 1.".formatted(perPrompt));
    }
    for (int[] prompt : prompts) {
      int length = config.promptLength();
      if (prompt.length != length || Tokens.padding(prompt) == length) {
        throw new IllegalArgumentException(
            """
            The prompt %s must have %d places, at least the last of them filled.
            Maybe it was padded on the right; prompts are padded on the left with %d.\
            """
                .formatted(Arrays.toString(prompt), length, Tokens.PAD));
      }
    }
  }
}
