package dev.coxswain.prediction;

import dev.coxswain.embedding.Embeddings;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The decoder's outputs for many prompts at once, on the Vector API: the same bits as
/// [ScalarScorer]. Immutable; several threads may score with it.
final class VectorScorer {

  /*
   * A lane is a prompt, so every lane runs the scalar loop's own chain of fused multiply-adds: no sum ever
   * crosses lanes, and the bits do not depend on the vector's length. A block is four vectors of prompts; a
   * tile is four outputs of a layer, so sixteen accumulators stay in registers and each loaded input serves
   * four outputs. The layers of a block stay in the first-level cache (128 × 64 floats = 32 KiB).
   *
   * Weights are packed so that the four outputs of a tile lie side by side. A block at the pool's end is
   * filled up with copies of its first prompt, whose outputs are dropped.
   */

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int TILE = 4;
  static final int BLOCK = 4 * LANES;

  private final Decoder decoder;
  private final float[] wx;
  private final float[] w2;
  private final float[] w3;
  private final float[][] shifts; // (M, h)

  /// @param latents (M, dz)
  VectorScorer(Decoder decoder, float[][] latents) {
    this.decoder = decoder;
    wx = packed(decoder.wx, decoder.width);
    w2 = packed(decoder.w2, decoder.width);
    w3 = packed(decoder.w3, decoder.width);
    shifts = new float[latents.length][];
    for (int m = 0; m < latents.length; m++) {
      shifts[m] = decoder.latentShift(latents[m]);
    }
  }

  /// As [ScalarScorer#score].
  void score(Embeddings embeddings, int[] prompts, int from, int to, float[] scores) {
    Block block = new Block();
    for (int start = from; start < to; start += BLOCK) {
      int count = Math.min(BLOCK, to - start);
      block.gather(embeddings, prompts, start, count);
      layer(wx, decoder.b1, block.x, decoder.inputs, block.base, false);
      for (int m = 0; m < shifts.length; m++) {
        block.shift(shifts[m]);
        layer(w2, decoder.b2, block.h1, decoder.width, block.h2, true);
        layer(w3, decoder.b3, block.h2, decoder.width, block.h1, true);
        block.output(scores, (start - from) * shifts.length + m, count);
      }
    }
  }

  private static float[] packed(float[] weights, int rows) {
    int columns = weights.length / rows;
    float[] packed = new float[weights.length];
    int next = 0;
    for (int tile = 0; tile < rows; tile += TILE) {
      for (int j = 0; j < columns; j++) {
        for (int o = tile; o < tile + TILE; o++) {
          packed[next++] = weights[o * columns + j];
        }
      }
    }
    return packed;
  }

  private static void layer(
      float[] weights, float[] bias, float[] in, int inputs, float[] out, boolean relu) {
    for (int o = 0; o < bias.length; o += TILE) {
      for (int half = 0; half < BLOCK; half += 2 * LANES) {
        tile(weights, o * inputs, bias, o, in, inputs, half, out, relu);
      }
    }
  }

  private static void tile(
      float[] weights,
      int w,
      float[] bias,
      int o,
      float[] in,
      int inputs,
      int half,
      float[] out,
      boolean relu) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, bias[o]);
    FloatVector a1 = a0;
    FloatVector b0 = FloatVector.broadcast(SPECIES, bias[o + 1]);
    FloatVector b1 = b0;
    FloatVector c0 = FloatVector.broadcast(SPECIES, bias[o + 2]);
    FloatVector c1 = c0;
    FloatVector d0 = FloatVector.broadcast(SPECIES, bias[o + 3]);
    FloatVector d1 = d0;
    for (int j = 0; j < inputs; j++) {
      int at = j * BLOCK + half;
      FloatVector x0 = FloatVector.fromArray(SPECIES, in, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, in, at + LANES);
      int k = w + j * TILE;
      FloatVector wa = FloatVector.broadcast(SPECIES, weights[k]);
      a0 = wa.fma(x0, a0);
      a1 = wa.fma(x1, a1);
      FloatVector wb = FloatVector.broadcast(SPECIES, weights[k + 1]);
      b0 = wb.fma(x0, b0);
      b1 = wb.fma(x1, b1);
      FloatVector wc = FloatVector.broadcast(SPECIES, weights[k + 2]);
      c0 = wc.fma(x0, c0);
      c1 = wc.fma(x1, c1);
      FloatVector wd = FloatVector.broadcast(SPECIES, weights[k + 3]);
      d0 = wd.fma(x0, d0);
      d1 = wd.fma(x1, d1);
    }
    if (relu) {
      a0 = a0.max(0);
      a1 = a1.max(0);
      b0 = b0.max(0);
      b1 = b1.max(0);
      c0 = c0.max(0);
      c1 = c1.max(0);
      d0 = d0.max(0);
      d1 = d1.max(0);
    }
    int to = o * BLOCK + half;
    a0.intoArray(out, to);
    a1.intoArray(out, to + LANES);
    b0.intoArray(out, to + BLOCK);
    b1.intoArray(out, to + BLOCK + LANES);
    c0.intoArray(out, to + 2 * BLOCK);
    c1.intoArray(out, to + 2 * BLOCK + LANES);
    d0.intoArray(out, to + 3 * BLOCK);
    d1.intoArray(out, to + 3 * BLOCK + LANES);
  }

  /// The activations of one block of prompts, each (rows, BLOCK).
  private final class Block {

    final float[] x = new float[decoder.inputs * BLOCK];
    final float[] base = new float[decoder.width * BLOCK];
    final float[] h1 = new float[decoder.width * BLOCK];
    final float[] h2 = new float[decoder.width * BLOCK];
    private final float[] sums = new float[BLOCK];

    void gather(Embeddings embeddings, int[] prompts, int start, int count) {
      for (int lane = 0; lane < BLOCK; lane++) {
        float[] row = embeddings.row(prompts[start + (lane < count ? lane : 0)]);
        for (int j = 0; j < row.length; j++) {
          x[j * BLOCK + lane] = row[j];
        }
      }
    }

    /// h₁ = relu(base + shift).
    void shift(float[] shift) {
      for (int o = 0; o < shift.length; o++) {
        FloatVector s = FloatVector.broadcast(SPECIES, shift[o]);
        for (int at = o * BLOCK; at < (o + 1) * BLOCK; at += LANES) {
          FloatVector.fromArray(SPECIES, base, at).add(s).max(0).intoArray(h1, at);
        }
      }
    }

    /// @param first row of the (n·M, outputs) scores that the first prompt's are written to; the
    ///   next prompt's are M rows on
    void output(float[] scores, int first, int count) {
      for (int output = 0; output < decoder.outputs; output++) {
        sum(output);
        for (int lane = 0; lane < count; lane++) {
          scores[(first + lane * shifts.length) * decoder.outputs + output] = sums[lane];
        }
      }
    }

    private void sum(int output) {
      for (int at = 0; at < BLOCK; at += LANES) {
        FloatVector sum = FloatVector.broadcast(SPECIES, decoder.bias[output]);
        for (int o = 0; o < decoder.width; o++) {
          FloatVector h = FloatVector.fromArray(SPECIES, h1, o * BLOCK + at);
          float weight = decoder.out[output * decoder.width + o];
          sum = FloatVector.broadcast(SPECIES, weight).fma(h, sum);
        }
        sum.intoArray(sums, at);
      }
    }
  }
}
