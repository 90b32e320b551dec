package dev.coxswain.learning;

import dev.coxswain.Learner;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Adam;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Tally;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The Prompt Predictive Model of GPS (arXiv:2602.01970, §3), trained on each labelled batch as it
/// comes.
///
/// p(H_{0:T}) = p(H_0) ∫ ∏_t p_ψ(H_t∣z_t) p_η(z_t∣H_{t−1}) dz: the transition depends on the last
/// batch and not on z_{t−1}, so the bound splits over steps and no recurrent state is carried.
/// Longer history lives in the weights.
///
/// Stateless: all that was learned is in the belief's snapshot, as plain numbers: `encoder/…`,
/// `decoder/…`, `adam/…`, `context/mean`, `context/sd`, and the last batches `batch-0/…` (latest
/// first).
public final class PromptPredictiveModel implements Learner {

  @Override
  public Latent start(Predictor.Learned settings, int width, RandomKey key) {
    ModelWeights weights = weights(settings, width);
    float[] ones = new float[settings.size().latent()];
    Arrays.fill(ones, 1);
    Snapshot.Builder snapshot = new Snapshot.Builder();
    weights.initial(key).entries().forEach(snapshot::put);
    snapshot
        .all("adam", new Adam(Adam.Settings.plain()).snapshot())
        .floats("context/mean", new float[settings.size().latent()])
        .floats("context/sd", ones);
    return Latent.of(snapshot.build(), settings.samples());
  }

  @Override
  public Latent learn(
      Predictor.Learned settings,
      Latent belief,
      Embeddings embeddings,
      LabelledBatch batch,
      List<Tally> past,
      RandomKey key) {
    if (batch.labels().isEmpty()) {
      return belief;
    }
    ModelTraining training = settings.training();
    Snapshot before = belief.snapshot();
    List<SetBatch> batches = new ArrayList<>(List.of(SetBatch.of(batch, past, embeddings)));
    batches.addAll(remembered(before));
    ModelWeights weights = weights(settings, embeddings.width());
    Adam adam = new Adam(Adam.Settings.plain());
    adam.restore(before.under("adam"));
    try (Parameters parameters = weights.parameters(before)) {
      Elbo elbo = new Elbo(parameters, settings.size(), training);
      RandomGenerator rng = key.generator();
      for (int step = 0; step < training.gradientSteps(); step++) {
        descend(elbo, batches, settings, rng);
        adam.update(parameters, training.learningRate());
      }
      return Latent.of(
          after(weights.belief(parameters), adam, elbo, batches, training.replay()),
          settings.samples());
    }
  }

  /// How many numbers a model of this size holds whose decoder gives a logit.
  ///
  /// @param width d of the embeddings
  public static long parameterCount(ModelSize size, int width) {
    return new ModelWeights(size, 1, width).count();
  }

  private static ModelWeights weights(Predictor.Learned settings, int width) {
    return new ModelWeights(settings.size(), settings.training().likelihood().outputs(), width);
  }

  private static void descend(
      Elbo elbo, List<SetBatch> batches, Predictor.Learned settings, RandomGenerator rng) {
    descend(elbo, batches, 0, settings, rng);
    int older = Math.min(settings.training().replay(), batches.size() - 1);
    if (older > 0) {
      descend(elbo, batches, 1 + rng.nextInt(older), settings, rng);
    }
  }

  /// Adds the gradient of the loss on batch `at` steps back, given the one before it.
  private static void descend(
      Elbo elbo, List<SetBatch> batches, int at, Predictor.Learned settings, RandomGenerator rng) {
    Optional<SetBatch> previous =
        at + 1 < batches.size() ? Optional.of(batches.get(at + 1)) : Optional.empty();
    float[] noise = new float[settings.training().latentSamples() * settings.size().latent()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) Sampling.gaussian(rng);
    }
    var _ = elbo.descend(previous, batches.get(at), noise);
  }

  private static List<SetBatch> remembered(Snapshot snapshot) {
    List<SetBatch> batches = new ArrayList<>();
    while (snapshot.has("batch-" + batches.size() + "/trials")) {
      batches.add(SetBatch.restore(snapshot.under("batch-" + batches.size())));
    }
    return batches;
  }

  private static Snapshot after(
      Snapshot weights, Adam adam, Elbo elbo, List<SetBatch> batches, int replay) {
    Snapshot.Builder snapshot = new Snapshot.Builder();
    weights.entries().forEach(snapshot::put);
    snapshot.all("adam", adam.snapshot());
    Gaussian context = elbo.context(batches.getFirst());
    snapshot.floats("context/mean", floats(context.mean));
    snapshot.floats("context/sd", floats(context.sd));
    // The oldest pair to be replayed needs the batch before it: the one before the first of W older
    // ones.
    int kept = Math.min(batches.size(), replay + 1);
    for (int i = 0; i < kept; i++) {
      snapshot.all("batch-" + i, batches.get(i).snapshot());
    }
    return snapshot.build();
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
