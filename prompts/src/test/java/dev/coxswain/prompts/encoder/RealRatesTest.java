package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompts.dataset.OutcomesFile;
import dev.coxswain.prompts.dataset.PoolFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How well a ridge regression on the embeddings ranks real success rates. Skipped where the data
/// is not at hand: it is looked for in the folder that the environment variable COXSWAIN_DATA
/// names, else in `../shared/data` beside the project.
@Tag("slow")
final class RealRatesTest {

  private static final int FOLDS = 5;

  /// As a share of the mean variance of a coordinate; chosen from powers of ten.
  private static final double RIDGE = 1;

  /// Measured .42; two standard errors of a rank correlation on 11,679 prompts are .02.
  @Test
  void encode_mathPrompts_ranksTheirDifficulty() {
    Path file = folder().resolve("deepscaler_rates.jsonl.gz");
    assumeTrue(Files.exists(file), "There is no data in %s.".formatted(folder()));
    PoolFile pool = PoolFile.read(file);
    double[] rates =
        OutcomesFile.read(file).stream().mapToDouble(RecordedOutcome::successRate).toArray();

    Embeddings embeddings = Encoders.parse("hash").fit(pool).encode(pool);

    assertThat(crossValidated(embeddings, rates)).isGreaterThan(0.40);
  }

  private static Path folder() {
    return Optional.ofNullable(System.getenv("COXSWAIN_DATA"))
        .map(Path::of)
        .orElseGet(() -> Path.of("..", "..", "shared", "data")); // from the module's folder
  }

  private static double crossValidated(Embeddings embeddings, double[] rates) {
    int[] order = Permutation.of(rates.length, RandomKey.of(0, "folds").generator());
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int[] inside = where(order, fold, true);
      int[] outside = where(order, fold, false);
      double[] weights = ridge(embeddings, rates, outside);
      double[] predicted = new double[inside.length];
      double[] observed = new double[inside.length];
      for (int i = 0; i < inside.length; i++) {
        observed[i] = rates[inside[i]];
        for (int j = 0; j < weights.length; j++) {
          predicted[i] += weights[j] * embeddings.row(inside[i])[j];
        }
      }
      sum += Spearman.of(predicted, observed).orElseThrow();
    }
    return sum / FOLDS;
  }

  private static int[] where(int[] order, int fold, boolean inside) {
    return IntStream.range(0, order.length)
        .filter(i -> (i % FOLDS == fold) == inside)
        .map(i -> order[i])
        .toArray();
  }

  /// (XᵀX + λI)⁻¹ Xᵀ(y − ȳ), X centred, by Gaussian elimination (the matrix is positive definite).
  private static double[] ridge(Embeddings embeddings, double[] rates, int[] rows) {
    int d = embeddings.width();
    double[] mean = new double[d];
    double meanRate = 0;
    for (int row : rows) {
      meanRate += rates[row] / rows.length;
      for (int j = 0; j < d; j++) {
        mean[j] += embeddings.row(row)[j] / (double) rows.length;
      }
    }
    double[][] system = new double[d][d + 1];
    double[] centred = new double[d + 1];
    for (int row : rows) {
      for (int j = 0; j < d; j++) {
        centred[j] = embeddings.row(row)[j] - mean[j];
      }
      centred[d] = rates[row] - meanRate;
      for (int j = 0; j < d; j++) {
        for (int l = 0; l <= d; l++) {
          system[j][l] += centred[j] * centred[l];
        }
      }
    }
    double trace = 0;
    for (int j = 0; j < d; j++) {
      trace += system[j][j];
    }
    for (int j = 0; j < d; j++) {
      system[j][j] += RIDGE * trace / d;
    }
    return solved(system);
  }

  private static double[] solved(double[][] system) {
    int d = system.length;
    for (int pivot = 0; pivot < d; pivot++) {
      for (int row = pivot + 1; row < d; row++) {
        double share = system[row][pivot] / system[pivot][pivot];
        for (int l = pivot; l <= d; l++) {
          system[row][l] -= share * system[pivot][l];
        }
      }
    }
    double[] solution = new double[d];
    for (int row = d - 1; row >= 0; row--) {
      double rest = system[row][d];
      for (int l = row + 1; l < d; l++) {
        rest -= system[row][l] * solution[l];
      }
      solution[row] = rest / system[row][row];
    }
    return solution;
  }
}
