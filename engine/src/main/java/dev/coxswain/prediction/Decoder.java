package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.NoSuchElementException;

/// The weights of p_ψ(γ ∣ x, z): three hidden layers of ReLUs and one or two outputs.
///
/// h₁ = relu(W_x x + W_z z + b₁), h₂ = relu(W₂ h₁ + b₂), h₃ = relu(W₃ h₂ + b₃), outputs = W h₃ + b:
/// the logit of γ, or that of μ and log κ, see [BetaPrior].
///
/// The first layer is split into W_x and W_z, so that W_x x is computed once a prompt for all
/// samples of z. Without a context there is no W_z.
///
/// | in code | shape        |
/// |---------|--------------|
/// | `wx`    | (h, d)       |
/// | `wz`    | (h, z)       |
/// | `w2`    | (h, h)       |
/// | `w3`    | (h, h)       |
/// | `out`   | (outputs, h) |
/// | `bias`  | (outputs)    |
final class Decoder {

  final int inputs; // d
  final int latents; // dz
  final int width; // h
  final int outputs; // 1 or 2
  final float[] wx;
  final float[] wz;
  final float[] b1;
  final float[] w2;
  final float[] b2;
  final float[] w3;
  final float[] b3;
  final float[] out;
  final float[] bias;

  private Decoder(Snapshot weights, int latents) {
    b1 = weights.floats("b1");
    width = b1.length;
    this.latents = latents;
    wx = weights.floats("wx");
    inputs = width == 0 ? 0 : wx.length / width;
    wz = latents == 0 ? new float[0] : sized(weights, "wz", (long) width * latents);
    w2 = sized(weights, "w2", (long) width * width);
    b2 = sized(weights, "b2", width);
    w3 = sized(weights, "w3", (long) width * width);
    b3 = sized(weights, "b3", width);
    bias = weights.floats("bias");
    outputs = bias.length;
    out = sized(weights, "out", (long) width * outputs);
    if (outputs < 1 || outputs > 2) {
      throw new IllegalArgumentException(
          "The decoder's bias has %d weights; 1 or 2 are needed.".formatted(outputs));
    }
    if (width == 0 || width % 4 != 0 || inputs == 0 || wx.length != inputs * width) {
      throw new IllegalArgumentException(
          "The decoder's width (%d) must be a positive multiple of 4 that divides wx (%d weights)."
              .formatted(width, wx.length));
    }
  }

  /// The decoder in a snapshot, for a context of that many latents.
  ///
  /// @throws IllegalArgumentException if a weight is missing, of another size or not finite
  static Decoder of(Snapshot weights, int latents) {
    try {
      return new Decoder(weights, latents);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The belief has no whole decoder: " + e.getMessage(), e);
    }
  }

  private static float[] sized(Snapshot weights, String name, long size) {
    float[] values = weights.floats(name);
    if (values.length != size) {
      throw new IllegalArgumentException(
          "The decoder's %s has %d weights; %d are needed.".formatted(name, values.length, size));
    }
    return values;
  }

  /// W_z z + 0, summed in index order: what one latent sample adds to the first layer.
  ///
  /// @param z (dz)
  /// @return (h)
  float[] latentShift(float[] z) {
    float[] shift = new float[width];
    for (int o = 0; o < width; o++) {
      float sum = 0;
      for (int j = 0; j < latents; j++) {
        sum = Math.fma(wz[o * latents + j], z[j], sum);
      }
      shift[o] = sum;
    }
    return shift;
  }
}
