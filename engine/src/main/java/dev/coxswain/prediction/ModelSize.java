package dev.coxswain.prediction;

/// The shape of the Prompt Predictive Model (GPS §3; the paper gives about 20 M parameters and an
/// MLP decoder, the rest is open). Every width is a multiple of four, for the scorer's kernel.
///
/// @param width of the set encoder (d_model)
/// @param layers of the set encoder
/// @param heads of its attention; divides the width
/// @param feedForward width of its inner layer
/// @param latent dz, the length of the difficulty context z; 0 for a model without one, which has
///   no set encoder either
/// @param decoder width of each of the decoder's three hidden layers
public record ModelSize(
    int width, int layers, int heads, int feedForward, int latent, int decoder) {

  /// About 20 thousand parameters: for policies so small that steering must cost next to nothing.
  public static final ModelSize TINY = new ModelSize(32, 1, 2, 64, 8, 32);

  /// About half a million parameters.
  public static final ModelSize CPU = new ModelSize(128, 2, 4, 512, 16, 128);

  /// About 20 million parameters, the paper's scale.
  public static final ModelSize PAPER = new ModelSize(512, 6, 8, 2048, 128, 512);

  public ModelSize {
    if (width < 4 || layers < 1 || heads < 1 || feedForward < 4 || latent < 0 || decoder < 4) {
      throw new IllegalArgumentException(
          "The model size (%d, %d, %d, %d, %d, %d) must be positive throughout (the latent 0 or more), widths at least 4."
              .formatted(width, layers, heads, feedForward, latent, decoder));
    }
    if (width % heads != 0 || decoder % 4 != 0) {
      throw new IllegalArgumentException(
          "The heads (%d) must divide the width (%d), and the decoder's width (%d) be a multiple of 4."
              .formatted(heads, width, decoder));
    }
  }

  /// The same networks with a difficulty context of another length.
  public ModelSize withLatent(int length) {
    return new ModelSize(width, layers, heads, feedForward, length, decoder);
  }

  /// The same networks without a difficulty context.
  public ModelSize withoutContext() {
    return withLatent(0);
  }
}
