package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElboTest {

  private static final ModelSize SIZE = new ModelSize(8, 1, 2, 12, 3, 8);
  private static final int WIDTH = 5;
  private static final float STEP =
      2.5e-4f; // longer ones cross kinks of the ReLUs: 1.3 % off at 2e-3
  private static final Embeddings POOL = pool();

  private static Embeddings pool() {
    RandomGenerator rng = RandomKey.of(7, "pool").generator();
    float[][] rows = new float[9][WIDTH];
    for (float[] row : rows) {
      for (int j = 0; j < WIDTH; j++) {
        row[j] = (float) Sampling.gaussian(rng);
      }
    }
    return Embeddings.of(rows);
  }

  private static SetBatch batch(int from, int size) {
    List<Label> labels =
        IntStream.range(from, from + size).mapToObj(i -> new Label(i, i % 5, 4)).toList();
    return SetBatch.of(new LabelledBatch(1, labels), POOL);
  }

  private static ModelTraining training(Likelihood likelihood) {
    return new ModelTraining(1e-3, 10, 2, 0.7, 0, likelihood);
  }

  private static float[] noise() {
    RandomGenerator rng = RandomKey.of(7, "noise").generator();
    float[] noise = new float[2 * SIZE.latent()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) Sampling.gaussian(rng);
    }
    return noise;
  }

  private static Parameters weights() {
    ModelWeights weights = new ModelWeights(SIZE, WIDTH);
    return weights.parameters(weights.initial(RandomKey.of(7, "weights")));
  }

  @ParameterizedTest
  @EnumSource(Likelihood.class)
  void descend_withTheBatchBefore_leavesTheGradient(Likelihood likelihood) {
    requireGradient(likelihood, Optional.of(batch(4, 4)));
  }

  @Test
  void descend_batchBeforeOfAnotherSize_leavesTheGradient() {
    requireGradient(Likelihood.BINOMIAL, Optional.of(batch(4, 5)));
  }

  @Test
  void descend_firstBatch_leavesTheGradient() {
    requireGradient(Likelihood.BINOMIAL, Optional.empty());
  }

  /// Against central differences of the loss, along each array's own gradient: a float loss is too
  /// coarse for single weights.
  private static void requireGradient(Likelihood likelihood, Optional<SetBatch> before) {
    try (Parameters parameters = weights()) {
      Elbo elbo = new Elbo(parameters, SIZE, training(likelihood));
      double _ = elbo.descend(before, batch(0, 4), noise());
      Map<String, float[]> gradients = gradients(parameters); // later passes add to the arrays'
      assertThat(gradients.size())
          .isEqualTo(parameters.names().size() - (before.isEmpty() ? 2 : 0)); // the prior's head
      gradients.forEach((name, gradient) -> {
        double length = length(gradient);
        if (length > 0) {
          double slope = slope(elbo, parameters, name, gradient, length, before);
          assertThat(slope).as(name).isCloseTo(length, within(2e-3 * length + 1e-3));
        }
      });
      assertThat(gradients.values()).anySatisfy(g -> assertThat(length(g)).isGreaterThan(1));
    }
  }

  private static Map<String, float[]> gradients(Parameters parameters) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (String name : parameters.names()) {
      float[] gradient = parameters.gradient(name);
      if (gradient != null) {
        gradients.put(name, gradient);
      }
    }
    return gradients;
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static double slope(
      Elbo elbo,
      Parameters parameters,
      String name,
      float[] direction,
      double length,
      Optional<SetBatch> before) {
    float[] here = parameters.values(name);
    double up = lossAt(elbo, parameters, name, moved(here, direction, STEP / length), before);
    double down = lossAt(elbo, parameters, name, moved(here, direction, -STEP / length), before);
    parameters.set(name, here);
    return (up - down) / (2 * (double) STEP);
  }

  private static float[] moved(float[] values, float[] direction, double by) {
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (by * direction[i]);
    }
    return moved;
  }

  private static double lossAt(
      Elbo elbo, Parameters parameters, String name, float[] values, Optional<SetBatch> before) {
    parameters.set(name, values);
    return elbo.descend(before, batch(0, 4), noise());
  }
}
