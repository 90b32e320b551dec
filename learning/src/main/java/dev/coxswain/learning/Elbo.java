package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import java.util.Optional;

/// The bound that the model climbs (GPS, eq. 8), turned into a loss:
///
/// −L_t = −E_{q_φ(z∣H_t)} [ Σ_i log p_ψ(s_i ∣ x_i, z) ] + β·KL( q_φ(z∣H_t) ‖ p_η(z∣H_{t−1}) ).
///
/// The prior comes from H_{t−1} at every gradient step; the ancestor's code replaced it by the same
/// batch's posterior after the first, and its KL vanished.
///
/// A model without a context has no z, hence no expectation and no KL: the loss is −Σ_i log p_ψ(s_i
/// ∣ x_i).
final class Elbo {

  private final Parameters parameters;
  private final ModelSize size;
  private final ModelTraining training;
  private final SetEncoder encoder;

  Elbo(Parameters parameters, ModelSize size, ModelTraining training) {
    this.parameters = parameters;
    this.size = size;
    this.training = training;
    encoder = new SetEncoder(parameters, size);
  }

  /// Adds the gradient of −L_t to that of every weight.
  ///
  /// In two halves that meet at z, each a network in torch with its loss in Java: the decoder's
  /// gives ∂/∂z, with which the encoder's goes on.
  ///
  /// @param previous H_{t−1}; without one the prior is N(0, I)
  /// @param batch H_t, not empty
  /// @param noise ε, (L, dz), standard normal
  /// @return −L_t in nats
  double descend(Optional<SetBatch> previous, SetBatch batch, float[] noise) {
    return size.latent() == 0 ? regress(batch) : descendBound(previous, batch, noise);
  }

  private double regress(SetBatch batch) {
    try (NDManager manager = Torch.manager();
        Torch.Recording recording = Torch.record()) {
      NDArray outputs = outputs(batch.x(manager), Optional.empty());
      Misfit misfit = Misfit.of(training.likelihood(), outputs.toFloatArray(), batch);
      recording.backward(outputs, misfit.slope());
      return misfit.loss();
    }
  }

  private double descendBound(Optional<SetBatch> previous, SetBatch batch, float[] noise) {
    try (NDManager manager = Torch.manager();
        Torch.Recording recording = Torch.record()) {
      NDArray heads = heads(previous, batch, manager);
      float[] raw = heads.toFloatArray();
      Gaussian posterior = Gaussian.of(raw, 0, size.latent());
      Gaussian prior =
          previous.isPresent()
              ? Gaussian.of(raw, 1, size.latent())
              : Gaussian.standard(size.latent());
      NDArray z = latents(posterior.reparameterised(noise), manager);
      NDArray outputs = outputs(batch.x(manager), Optional.of(z));
      Misfit misfit = Misfit.of(training.likelihood(), outputs.toFloatArray(), batch);
      recording.backward(outputs, misfit.slope());
      Gaussian.Slope ofPosterior = posterior.divergenceSlope(prior).times(training.klWeight());
      ofPosterior.addThroughSamples(Torch.gradient(z), noise);
      ofPosterior.writeRaw(posterior, raw, 0);
      if (previous.isPresent()) {
        posterior.divergenceSlopeOfOther(prior).times(training.klWeight()).writeRaw(prior, raw, 1);
      }
      recording.backward(heads, raw);
      return misfit.loss() + training.klWeight() * posterior.divergence(prior);
    }
  }

  private NDArray latents(float[] values, NDManager manager) {
    NDArray z = manager.create(values, new Shape(values.length / size.latent(), size.latent()));
    z.setRequiresGradient(true);
    return z;
  }

  /// The raw numbers of the posterior and, if there is a batch before, of the prior, (1 or 2,
  /// 2·dz).
  private NDArray heads(Optional<SetBatch> previous, SetBatch batch, NDManager manager) {
    NDArray now = batch.labelled(manager);
    if (previous.isEmpty()) {
      return encoder.posterior(encoder.pooled(now));
    }
    NDArray before = previous.get().labelled(manager);
    NDList pooled =
        previous.get().size() == batch.size()
            ? encoder.pooled(now.concat(before)).split(2)
            : new NDList(encoder.pooled(now), encoder.pooled(before));
    return encoder.posterior(pooled.get(0)).concat(encoder.prior(pooled.get(1)));
  }

  /// The decoder's outputs for every pair of x and z.
  ///
  /// @param x (B, d)
  /// @param z (L, dz); none for a model without a context, which counts as one
  /// @return (L, B, outputs)
  private NDArray outputs(NDArray x, Optional<NDArray> z) {
    NDArray fromX = Torch.linear(x, decoder("wx"), decoder("b1")).expandDims(0); // (1, B, h)
    NDArray in = z.map(samples -> fromX.add(fromContext(samples))).orElse(fromX);
    NDArray h1 = Activation.relu(in); // (L, B, h)
    NDArray h2 = Activation.relu(Torch.linear(h1, decoder("w2"), decoder("b2")));
    NDArray h3 = Activation.relu(Torch.linear(h2, decoder("w3"), decoder("b3")));
    return Torch.linear(h3, decoder("out"), decoder("bias"));
  }

  /// (L, 1, h)
  private NDArray fromContext(NDArray z) {
    return z.matMul(decoder("wz").transpose()).expandDims(1);
  }

  /// p_η(z ∣ H): the context that the next step is predicted with; empty for a model without one.
  Gaussian context(SetBatch batch) {
    if (size.latent() == 0) {
      return Gaussian.standard(0);
    }
    try (NDManager manager = Torch.manager()) {
      NDArray raw = encoder.prior(encoder.pooled(batch.labelled(manager)));
      return Gaussian.of(raw.toFloatArray(), 0, size.latent());
    }
  }

  private NDArray decoder(String name) {
    return parameters.get("decoder/" + name);
  }
}
