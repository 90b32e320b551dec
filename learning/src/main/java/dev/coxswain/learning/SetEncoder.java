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

  /// q_φ(z ∣ the set).
  ///
  /// @param set (B, d + 1), B ≥ 1
  Gaussian posterior(NDArray set) {
    return head("posterior", pooled(set));
  }

  /// p_η(z ∣ the set).
  Gaussian prior(NDArray set) {
    return head("prior", pooled(set));
  }

  private NDArray pooled(NDArray set) {
    NDArray h = linear("in", set); // (B, w)
    for (int layer = 0; layer < size.layers(); layer++) {
      String name = "layer" + layer;
      h = h.add(attention(name, norm(name + "/norm1", h)));
      NDArray inner = Activation.relu(linear(name + "/ff1", norm(name + "/norm2", h)));
      h = h.add(linear(name + "/ff2", inner));
    }
    NDArray mean = norm("norm", h).mean(new int[] {0}, true); // (1, w)
    return Activation.relu(linear("hidden", mean));
  }

  private NDArray attention(String name, NDArray h) {
    long rows = h.getShape().get(0);
    int perHead = size.width() / size.heads();
    NDArray joint =
        linear(name + "/qkv", h)
            .reshape(new Shape(rows, 3L * size.heads(), perHead))
            .transpose(1, 0, 2); // (3·heads, B, w/heads)
    var parts = joint.split(3);
    NDArray scores = parts.get(0).matMul(parts.get(1).transpose(0, 2, 1));
    NDArray weights = Torch.scaled(scores, 1 / Math.sqrt(perHead)).softmax(-1);
    NDArray mixed = weights.matMul(parts.get(2)).transpose(1, 0, 2); // (B, heads, w/heads)
    return linear(name + "/out", mixed.reshape(new Shape(rows, size.width())));
  }

  /// σ = 0.1 + 0.9·sigmoid(·) keeps the context from collapsing and from blowing up (the ancestor's
  /// bound, MPTS).
  private Gaussian head(String name, NDArray pooled) {
    NDArray both = linear(name, pooled).reshape(new Shape(2, size.latent()));
    NDArray mean = both.get(0);
    NDArray sd = Torch.scaled(Activation.sigmoid(both.get(1)), 0.9).add(0.1f);
    return new Gaussian(mean, sd);
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
