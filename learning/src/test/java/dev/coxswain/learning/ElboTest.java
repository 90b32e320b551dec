package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Tally;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The torch computation against an independent one in double precision.
class ElboTest {

  private static final int SAMPLES = 2;
  private static final Embeddings EMBEDDINGS = Problems.embeddings(20, Problems.WIDTH);
  private static final LabelledBatch BEFORE = Problems.batch(1, 3, 20);
  private static final LabelledBatch BATCH = Problems.batch(2, 5, 20);

  private final double[][] noise = noise();

  private static double[][] noise() {
    RandomGenerator rng = Problems.key("noise").generator();
    double[][] noise = new double[SAMPLES][Problems.SMALL.latent()];
    for (double[] epsilon : noise) {
      Arrays.setAll(epsilon, j -> (float) Sampling.gaussian(rng));
    }
    return noise;
  }

  @ParameterizedTest
  @CsvSource({
    "BINOMIAL, 1, true, true",
    "BINOMIAL, 1, false, true",
    "SQUARED, 1, true, true",
    "BINOMIAL, 0.25, true, true",
    "BETA_BINOMIAL, 1, true, true",
    "BINOMIAL, 1, true, false",
    "BETA_BINOMIAL, 1, true, false"
  })
  void loss_isThatOfTheFormulas(
      Likelihood likelihood, double klWeight, boolean anchored, boolean context) {
    ModelTraining training = training(likelihood, klWeight);
    Optional<LabelledBatch> previous = anchored ? Optional.of(BEFORE) : Optional.empty();
    Model model = new Model(context, likelihood.outputs());
    double expected = model.reference(model.doubles(), training).loss(previous, BATCH, noise);

    try (Parameters parameters = model.parameters()) {
      double loss = model.descend(parameters, training, previous);
      assertThat(loss).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  /// Central differences of the double-precision loss, h = 1e-5, whose own error is about 1e-9 but
  /// where a ReLU's kink lies within h; float gradients err by about 1e-6 of the largest.
  @ParameterizedTest
  @CsvSource({
    "BINOMIAL, true, true",
    "BINOMIAL, false, true",
    "SQUARED, true, true",
    "BETA_BINOMIAL, true, true",
    "BINOMIAL, true, false",
    "BETA_BINOMIAL, true, false"
  })
  void gradient_everyWeight_isTheFiniteDifference(
      Likelihood likelihood, boolean anchored, boolean context) {
    Model model = new Model(context, likelihood.outputs());
    ModelTraining training = training(likelihood, 1);
    Optional<LabelledBatch> previous = anchored ? Optional.of(BEFORE) : Optional.empty();
    Map<String, double[]> at = model.doubles();
    ReferenceElbo reference = model.reference(at, training);
    var _ = reference.loss(previous, BATCH, noise);

    try (Parameters parameters = model.parameters()) {
      var _ = model.descend(parameters, training, previous);
      for (Map.Entry<String, double[]> entry : at.entrySet()) {
        String name = entry.getKey();
        double[] values = entry.getValue();
        float[] gradient = parameters.gradient(name);
        for (int i = 0; i < values.length; i += Math.max(values.length / 8, 1)) {
          double value = values[i];
          values[i] = value + 1e-5;
          double above = reference.loss(previous, BATCH, noise);
          values[i] = value - 1e-5;
          double below = reference.loss(previous, BATCH, noise);
          values[i] = value;
          double slope = (above - below) / 2e-5;

          assertThat(gradient == null ? 0.0 : (double) gradient[i])
              .as("%s[%d]", name, i)
              .isCloseTo(slope, within(1e-4 * (1 + Math.abs(slope))));
        }
      }
    }
  }

  @Test
  void loss_klWeight_weighsTheDivergenceFromThePreviousBatchesPrior() {
    Model model = new Model(true, 1);
    ReferenceElbo reference = model.reference(model.doubles(), training(Likelihood.BINOMIAL, 1));
    double divergence = reference.divergence(Optional.of(BEFORE), BATCH);

    try (Parameters parameters = model.parameters()) {
      double[] losses = new double[2];
      for (int weight = 0; weight < 2; weight++) {
        ModelTraining training = training(Likelihood.BINOMIAL, weight);
        losses[weight] = model.descend(parameters, training, Optional.of(BEFORE));
      }
      assertThat(divergence).isGreaterThan(0.01);
      assertThat(losses[1] - losses[0]).isCloseTo(divergence, within(1e-4));
    }
  }

  private static ModelTraining training(Likelihood likelihood, double klWeight) {
    return new ModelTraining(1e-3, 1, SAMPLES, klWeight, 0, likelihood);
  }

  /// What was remembered of a label's prompt.
  private static Tally before(Label label) {
    return new Tally(0.75 * label.prompt(), 3);
  }

  /// One of the models: with a context or without, with one output or two.
  private final class Model {

    private final ModelSize size;
    private final int outputs;
    private final Snapshot weights;

    Model(boolean context, int outputs) {
      this.outputs = outputs;
      size = context ? Problems.SMALL : Problems.SMALL.withoutContext();
      weights = Problems.weights(size, outputs);
    }

    Parameters parameters() {
      return new ModelWeights(size, outputs, Problems.WIDTH).parameters(weights);
    }

    double descend(
        Parameters parameters, ModelTraining training, Optional<LabelledBatch> previous) {
      float[] epsilon = new float[SAMPLES * Problems.SMALL.latent()];
      for (int i = 0; i < epsilon.length; i++) {
        epsilon[i] = (float) noise[i / Problems.SMALL.latent()][i % Problems.SMALL.latent()];
      }
      List<Tally> past = BATCH.labels().stream().map(ElboTest::before).toList();
      return new Elbo(parameters, size, training)
          .descend(
              previous.map(labelled -> SetBatch.of(labelled, EMBEDDINGS)),
              SetBatch.of(BATCH, past, EMBEDDINGS),
              epsilon);
    }

    ReferenceElbo reference(Map<String, double[]> at, ModelTraining training) {
      return new ReferenceElbo(at, size, training, EMBEDDINGS, ElboTest::before);
    }

    Map<String, double[]> doubles() {
      Map<String, double[]> wide = new LinkedHashMap<>();
      try (Parameters parameters = parameters()) {
        for (String name : parameters.names()) {
          float[] values = parameters.values(name);
          double[] copy = new double[values.length];
          Arrays.setAll(copy, i -> values[i]);
          wide.put(name, copy);
        }
      }
      return wide;
    }
  }
}
