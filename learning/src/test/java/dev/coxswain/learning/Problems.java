package dev.coxswain.learning;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Small keyed problems for the model.
final class Problems {

  static final int WIDTH = 4;
  static final ModelSize SMALL = new ModelSize(8, 2, 2, 12, 3, 8);

  private Problems() {}

  static RandomKey key(String purpose) {
    return RandomKey.of(17, purpose);
  }

  static ModelTraining training(Likelihood likelihood, int steps, int replay) {
    return new ModelTraining(1e-3, steps, 1, 1, replay, likelihood);
  }

  static Predictor.Gps gps(int steps, int replay) {
    return new Predictor.Gps(SMALL, training(Likelihood.BINOMIAL, steps, replay), 10);
  }

  static Embeddings embeddings(int count, int width) {
    RandomGenerator rng = key("embeddings").generator();
    float[][] rows = new float[count][width];
    for (float[] row : rows) {
      for (int j = 0; j < width; j++) {
        row[j] = (float) Sampling.gaussian(rng);
      }
    }
    return Embeddings.of(rows);
  }

  /// A batch of random groups of 8.
  static LabelledBatch batch(long sequence, int size, int poolSize) {
    RandomGenerator rng = key("batch").at(sequence).generator();
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      labels.add(new Label(rng.nextInt(poolSize), rng.nextInt(9), 8));
    }
    return new LabelledBatch(sequence, labels);
  }

  /// Weights of a small model with nothing at zero or one, so that no gradient is trivial.
  static Snapshot weights(ModelSize size, int outputs) {
    Snapshot.Builder weights = new Snapshot.Builder();
    Snapshot initial = new ModelWeights(size, outputs, WIDTH).initial(key("weights"));
    initial
        .entries()
        .keySet()
        .forEach(name -> {
          float[] values = initial.floats(name).clone();
          RandomGenerator rng = key("shake " + name).generator();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.2 * Sampling.gaussian(rng));
          }
          weights.floats(name, values);
        });
    return weights.build();
  }
}
