package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.coxswain.learning.torch.Torch;

/// A diagonal Gaussian over the difficulty context z, inside a computation.
///
/// @param mean μ, (dz)
/// @param sd σ, (dz), positive
record Gaussian(NDArray mean, NDArray sd) {

  /// N(0, I): the prior of the first step.
  static Gaussian standard(NDManager manager, int size) {
    return new Gaussian(manager.zeros(new Shape(size)), manager.ones(new Shape(size)));
  }

  /// μ + σ·ε.
  ///
  /// @param noise ε, (L, dz)
  /// @return (L, dz)
  NDArray reparameterised(NDArray noise) {
    return noise.mul(sd).add(mean);
  }

  /// KL(this ‖ other) = Σ_j [ log(σ'_j/σ_j) + (σ_j² + (μ_j − μ'_j)²)/(2σ'_j²) − ½ ], a scalar, in
  /// nats.
  NDArray divergence(Gaussian other) {
    NDArray spread = sd.square().add(mean.sub(other.mean).square());
    NDArray scaled = Torch.scaled(spread.div(other.sd.square()), 0.5);
    return other.sd.log().sub(sd.log()).add(scaled).sub(0.5f).sum();
  }
}
