package dev.coxswain.trainer.policy;

import dev.coxswain.math.RandomKey;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Answers in the making: what each row has said so far, and the uniform numbers that decide what
/// it says next.
final class Answers {

  private final int vocabulary;
  private final double[][] uniforms; // (rows, longest answer)
  private final int[][] tokens; // (rows, longest answer)
  private final float[][] logProbabilities; // (rows, longest answer)
  private final int[] lengths; // (rows)

  Answers(int rows, PolicyConfig config, RandomKey key) {
    int longest = config.maxAnswerLength();
    RandomGenerator rng = key.generator();
    vocabulary = config.vocabulary();
    uniforms = new double[rows][longest];
    tokens = new int[rows][longest];
    logProbabilities = new float[rows][longest];
    lengths = new int[rows];
    for (double[] row : uniforms) {
      Arrays.setAll(row, t -> rng.nextDouble());
    }
  }

  /// Lets a row say its next token.
  ///
  /// @param probabilities (…, vocabulary)
  /// @param at which line of the probabilities is the row's
  void draw(int row, float[] probabilities, int at) {
    int t = lengths[row]++;
    int from = at * vocabulary;
    int token = choose(probabilities, from, vocabulary, uniforms[row][t]);
    tokens[row][t] = token;
    logProbabilities[row][t] = (float) Math.log((double) probabilities[from + token]);
  }

  /// The inverse of the cumulative distribution at u: the first token whose cumulative probability
  /// exceeds u times the total (which is 1 but for rounding).
  ///
  /// @param u in [0, 1)
  static int choose(float[] probabilities, int from, int size, double u) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += probabilities[from + i];
    }
    double mark = u * total;
    double sum = 0;
    int last = 0;
    for (int i = 0; i < size; i++) {
      sum += probabilities[from + i];
      if (sum > mark) {
        return i;
      }
      last = probabilities[from + i] > 0 ? i : last;
    }
    return last;
  }

  boolean isOpen(int row) {
    int length = lengths[row];
    return length < tokens[row].length && (length == 0 || tokens[row][length - 1] != Tokens.END);
  }

  int lastToken(int row) {
    return tokens[row][lengths[row] - 1];
  }

  Rollouts rollouts(int[][] prompts, int perPrompt) {
    int[][] answers = new int[lengths.length][];
    float[][] scores = new float[lengths.length][];
    for (int row = 0; row < lengths.length; row++) {
      answers[row] = Arrays.copyOf(tokens[row], lengths[row]);
      scores[row] = Arrays.copyOf(logProbabilities[row], lengths[row]);
    }
    return new Rollouts(prompts, perPrompt, answers, scores);
  }
}
