package dev.coxswain.learning;

import ai.djl.ndarray.NDArray;
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
/// The binomial coefficient is left out: no weight depends on it. The prior comes from H_{t−1} at
/// every gradient step; the ancestor's code replaced it by the same batch's posterior after the
/// first, and its KL vanished.
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

  /// −L_t, a scalar in nats.
  ///
  /// @param previous H_{t−1}; without one the prior is N(0, I)
  /// @param batch H_t, not empty
  /// @param noise ε, (L, dz), standard normal
  NDArray loss(Optional<SetBatch> previous, SetBatch batch, NDArray noise, NDManager manager) {
    Gaussian posterior = encoder.posterior(batch.labelled(manager));
    Gaussian prior =
        previous
            .map(before -> encoder.prior(before.labelled(manager)))
            .orElseGet(() -> Gaussian.standard(manager, size.latent()));
    NDArray logits = logits(batch.x(manager), posterior.reparameterised(noise));
    NDArray misfit = misfit(logits, batch, manager);
    return misfit.add(Torch.scaled(posterior.divergence(prior), training.klWeight()));
  }

  /// logit p_ψ(x, z) for every pair.
  ///
  /// @param x (B, d)
  /// @param z (L, dz)
  /// @return (L, B)
  NDArray logits(NDArray x, NDArray z) {
    long rows = x.getShape().get(0);
    long samples = z.getShape().get(0);
    int h = size.decoder();
    NDArray fromX = Torch.linear(x, decoder("wx"), decoder("b1")).reshape(new Shape(1, rows, h));
    NDArray fromZ = z.matMul(decoder("wz").transpose()).reshape(new Shape(samples, 1, h));
    NDArray h1 = Activation.relu(fromX.add(fromZ)); // (L, B, h)
    NDArray h2 = Activation.relu(Torch.linear(h1, decoder("w2"), decoder("b2")));
    NDArray h3 = Activation.relu(Torch.linear(h2, decoder("w3"), decoder("b3")));
    return Torch.linear(h3, decoder("out"), decoder("bias")).reshape(new Shape(samples, rows));
  }

  /// Mean over the samples of z, sum over the batch.
  private NDArray misfit(NDArray logits, SetBatch batch, NDManager manager) {
    NDArray successes = batch.successes(manager);
    NDArray failures = batch.failures(manager);
    NDArray terms =
        switch (training.likelihood()) {
          case BINOMIAL ->
              Activation.softPlus(logits.neg())
                  .mul(successes)
                  .add(Activation.softPlus(logits).mul(failures));
          case SQUARED -> {
            NDArray trials = successes.add(failures);
            yield Activation.sigmoid(logits).sub(successes.div(trials)).square().mul(trials);
          }
        };
    return Torch.scaled(terms.sum(), 1.0 / logits.getShape().get(0));
  }

  /// p_η(z ∣ H): the context that the next step is predicted with.
  Gaussian context(SetBatch batch, NDManager manager) {
    return encoder.prior(batch.labelled(manager));
  }

  private NDArray decoder(String name) {
    return parameters.get("decoder/" + name);
  }
}
