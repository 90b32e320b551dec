package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.prediction.ModelSize;

/// q_φ(z_t ∣ H_t) and p_η(z_t ∣ H_{t−1}): a Transformer encoder over the set {(x_i, γ̄_i)}, mean
/// pooling, one hidden layer, and a head for either distribution on this shared trunk (GPS §3; the
/// shared trunk is ours).
///
/// No positions, so the order of the set does not matter. Pre-norm; ReLU.
final class SetEncoder {

  private final Parameters parameters;
  private final ModelSize size;

  SetEncoder(Parameters parameters, ModelSize size) {
    this.parameters = parameters;
    this.size = size;
  }

  /// The raw numbers of q_φ(z ∣ the set), see [Gaussian].
  ///
  /// @param pooled (1, w) of that set
  /// @return (1, 2·dz)
  NDArray posterior(NDArray pooled) {
    return linear("posterior", pooled);
  }

  /// The raw numbers of p_η(z ∣ the set), see [Gaussian].
  ///
  /// @param pooled (1, w) of that set
  /// @return (1, 2·dz)
  NDArray prior(NDArray pooled) {
    return linear("prior", pooled);
  }

  /// The trunk that both share, for several sets of equal size at once: at the widths of a small
  /// model a call costs more than its arithmetic.
  ///
  /// @param sets (n, B, d + 1), B ≥ 1
  /// @return (n, w)
  NDArray pooled(NDArray sets) {
    NDArray h = linear("in", sets); // (n, B, w)
    for (int layer = 0; layer < size.layers(); layer++) {
      String name = "layer" + layer;
      h = h.add(attention(name, norm(name + "/norm1", h)));
      NDArray inner = Activation.relu(linear(name + "/ff1", norm(name + "/norm2", h)));
      h = h.add(linear(name + "/ff2", inner));
    }
    return Activation.relu(linear("hidden", norm("norm", h).mean(new int[] {1})));
  }

  private NDArray attention(String name, NDArray h) {
    long sets = h.getShape().get(0);
    long rows = h.getShape().get(1);
    int perHead = size.width() / size.heads();
    NDArray joint =
        linear(name + "/qkv", h)
            .reshape(new Shape(sets, rows, 3L * size.heads(), perHead))
            .transpose(2, 0, 1, 3); // (3·heads, n, B, w/heads)
    var parts = joint.split(3);
    NDArray scores = parts.get(0).matMul(parts.get(1).transpose(0, 1, 3, 2));
    NDArray weights = Torch.times(scores, 1 / Math.sqrt(perHead)).softmax(-1);
    NDArray mixed = weights.matMul(parts.get(2)).transpose(1, 2, 0, 3); // (n, B, heads, w/heads)
    return linear(name + "/out", mixed.reshape(new Shape(sets, rows, size.width())));
  }

  private NDArray linear(String name, NDArray x) {
    return Torch.linear(x, encoder(name + "/w"), encoder(name + "/b"));
  }

  private NDArray norm(String name, NDArray x) {
    return Torch.layerNorm(x, encoder(name + "/gain"), encoder(name + "/bias"));
  }

  private NDArray encoder(String name) {
    return parameters.get("encoder/" + name);
  }
}
