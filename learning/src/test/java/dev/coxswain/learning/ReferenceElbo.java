package dev.coxswain.learning;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The model's loss in double precision and plain loops, written from the formulas: what the torch
/// computation is held to, and what is differentiated by finite differences.
///
/// κ is scored given μ, which for that stays what it was when a loss was first asked for.
final class ReferenceElbo {

  private final Map<String, double[]> weights;
  private final ModelSize size;
  private final ModelTraining training;
  private final Embeddings embeddings;
  private final Function<Label, Tally> before;
  private final List<double[]> first = new ArrayList<>(); // outputs of the first loss asked for

  ReferenceElbo(
      Map<String, double[]> weights,
      ModelSize size,
      ModelTraining training,
      Embeddings embeddings,
      Function<Label, Tally> before) {
    this.weights = weights;
    this.size = size;
    this.training = training;
    this.embeddings = embeddings;
    this.before = before;
  }

  double loss(Optional<LabelledBatch> previous, LabelledBatch batch, double[][] noise) {
    return misfit(batch, noise) + training.klWeight() * divergence(previous, batch);
  }

  double divergence(Optional<LabelledBatch> previous, LabelledBatch batch) {
    if (size.latent() == 0) {
      return 0;
    }
    double[][] q = head("posterior", batch);
    double[][] p =
        previous
            .map(before -> head("prior", before))
            .orElseGet(() -> new double[][] {new double[size.latent()], ones(size.latent())});
    double sum = 0;
    for (int j = 0; j < size.latent(); j++) {
      double offset = q[0][j] - p[0][j];
      sum +=
          Math.log(p[1][j] / q[1][j])
              + (q[1][j] * q[1][j] + offset * offset) / (2 * p[1][j] * p[1][j])
              - 0.5;
    }
    return sum;
  }

  private double misfit(LabelledBatch batch, double[][] noise) {
    double[][] q = size.latent() == 0 ? new double[2][0] : head("posterior", batch);
    double sum = 0;
    int pair = 0;
    for (double[] epsilon : noise) {
      double[] z = new double[size.latent()]; // (dz)
      Arrays.setAll(z, j -> q[0][j] + q[1][j] * epsilon[j]);
      for (Label label : batch.labels()) {
        double[] outputs = outputs(row(label.prompt()), z);
        if (pair == first.size()) {
          first.add(outputs);
        }
        sum += misfit(label, outputs, first.get(pair++)[0]);
      }
    }
    return sum / noise.length;
  }

  private double misfit(Label label, double[] outputs, double fixedLogit) {
    double p = sigmoid(outputs[0]);
    if (training.likelihood() == Likelihood.BETA_BINOMIAL) {
      double alpha = Math.exp(outputs[1]) * sigmoid(fixedLogit);
      double beta = Math.exp(outputs[1]) * sigmoid(-fixedLogit);
      return binomial(label, p) + betaBinomial(label, alpha, beta);
    }
    if (training.likelihood() == Likelihood.SQUARED) {
      double error = p - label.successRate();
      return label.trials() * error * error;
    }
    return binomial(label, p);
  }

  private static double binomial(Label label, double p) {
    return -label.successes() * Math.log(p)
        - (label.trials() - label.successes()) * Math.log(1 - p);
  }

  /// Successes before failures, one rollout after the other: each is likelier the more of its kind
  /// there were.
  private double betaBinomial(Label label, double alpha, double beta) {
    Tally past = before.apply(label);
    double loss = 0;
    for (int i = 0; i < label.trials(); i++) {
      loss += Math.log(alpha + beta + past.successes() + past.failures() + i);
    }
    for (int i = 0; i < label.successes(); i++) {
      loss -= Math.log(alpha + past.successes() + i);
    }
    for (int i = 0; i < label.trials() - label.successes(); i++) {
      loss -= Math.log(beta + past.failures() + i);
    }
    return loss;
  }

  private double[] outputs(double[] x, double[] z) {
    double[] fromX = times("decoder/wx", x);
    double[] fromZ = z.length == 0 ? new double[fromX.length] : times("decoder/wz", z);
    double[] h1 = plus(plus(fromX, fromZ), weight("decoder/b1"));
    double[] h2 = plus(times("decoder/w2", relu(h1)), weight("decoder/b2"));
    double[] h3 = plus(times("decoder/w3", relu(h2)), weight("decoder/b3"));
    return plus(times("decoder/out", relu(h3)), weight("decoder/bias"));
  }

  /// μ and σ.
  private double[][] head(String name, LabelledBatch batch) {
    double[] both = linear(name, pooled(batch.labels()));
    int dz = size.latent();
    double[] mean = Arrays.copyOf(both, dz);
    double[] sd = new double[dz];
    Arrays.setAll(sd, j -> 0.1 + 0.9 * sigmoid(both[dz + j]));
    return new double[][] {mean, sd};
  }

  private double[] pooled(List<Label> labels) {
    double[][] h = new double[labels.size()][];
    for (int i = 0; i < h.length; i++) {
      double[] x = row(labels.get(i).prompt());
      double[] labelled = Arrays.copyOf(x, x.length + 1);
      labelled[x.length] = labels.get(i).successRate();
      h[i] = linear("in", labelled);
    }
    for (int layer = 0; layer < size.layers(); layer++) {
      String name = "layer" + layer;
      attend(name, h);
      for (int i = 0; i < h.length; i++) {
        double[] inner = relu(linear(name + "/ff1", norm(name + "/norm2", h[i])));
        h[i] = plus(h[i], linear(name + "/ff2", inner));
      }
    }
    double[] mean = new double[size.width()];
    for (double[] element : h) {
      double[] normed = norm("norm", element);
      Arrays.setAll(mean, j -> mean[j] + normed[j] / h.length);
    }
    return relu(linear("hidden", mean));
  }

  private void attend(String name, double[][] h) {
    int w = size.width();
    int perHead = w / size.heads();
    double[][] qkv = new double[h.length][];
    Arrays.setAll(qkv, i -> linear(name + "/qkv", norm(name + "/norm1", h[i])));
    for (int i = 0; i < h.length; i++) {
      double[] mixed = new double[w];
      for (int from = 0; from < w; from += perHead) {
        double[] scores = new double[h.length];
        for (int j = 0; j < h.length; j++) {
          for (int c = from; c < from + perHead; c++) {
            scores[j] += qkv[i][c] * qkv[j][w + c] / Math.sqrt(perHead);
          }
        }
        double total = Arrays.stream(scores).map(Math::exp).sum();
        for (int j = 0; j < h.length; j++) {
          for (int c = from; c < from + perHead; c++) {
            mixed[c] += Math.exp(scores[j]) / total * qkv[j][2 * w + c];
          }
        }
      }
      h[i] = plus(h[i], linear(name + "/out", mixed));
    }
  }

  private double[] norm(String name, double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] gain = weight("encoder/" + name + "/gain");
    double[] bias = weight("encoder/" + name + "/bias");
    double[] result = new double[x.length];
    Arrays.setAll(result, j -> gain[j] * (x[j] - mean) / Math.sqrt(variance + 1e-5) + bias[j]);
    return result;
  }

  private double[] linear(String name, double[] x) {
    return plus(times("encoder/" + name + "/w", x), weight("encoder/" + name + "/b"));
  }

  private double[] times(String name, double[] x) {
    double[] w = weight(name);
    double[] result = new double[w.length / x.length];
    for (int i = 0; i < w.length; i++) {
      result[i / x.length] += w[i] * x[i % x.length];
    }
    return result;
  }

  private double[] weight(String name) {
    double[] values = weights.get(name);
    if (values == null) {
      throw new IllegalArgumentException(name);
    }
    return values;
  }

  private double[] row(int prompt) {
    float[] row = embeddings.row(prompt);
    double[] wide = new double[row.length];
    float scale = ModelWeights.inputScale(row.length);
    Arrays.setAll(wide, j -> scale * row[j]);
    return wide;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, j -> a[j] + b[j]);
    return sum;
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(v, 0)).toArray();
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
