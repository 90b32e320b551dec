package dev.coxswain.learning.torch;

import dev.coxswain.snapshot.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/// AdamW (Loshchilov and Hutter, arXiv:1711.05101; Adam: Kingma and Ba, arXiv:1412.6980) whose
/// moments are plain arrays, so that a checkpoint can hold them.
///
/// | symbol | in code      | meaning                         |
/// |--------|--------------|---------------------------------|
/// | m      | `first`      | running mean of the gradient    |
/// | v      | `second`     | running mean of its square      |
/// | t      | `updates`    | updates so far                  |
///
/// θ ← θ − η·( m̂/(√v̂ + ε) + w·θ ), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
///
/// Runs in Java, not in torch: two copies of the weights per update cost less than eight small
/// native calls per array, and the arithmetic has the same bits on every machine.
public final class Adam {

  private final Settings settings;
  private final Map<String, float[]> first = new LinkedHashMap<>();
  private final Map<String, float[]> second = new LinkedHashMap<>();
  private long updates;

  /// How to step.
  ///
  /// @param beta1 decay of the mean, in [0, 1)
  /// @param beta2 decay of the square, in [0, 1)
  /// @param epsilon added to the root, positive
  /// @param weightDecay decoupled decay w, at least 0; 0 gives plain Adam
  /// @param maxGradientNorm gradients are scaled down to this joint L2 norm; infinity leaves them
  ///   alone
  public record Settings(
      double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {

    public Settings {
      if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "The decays (%s and %s) must lie in [0, 1).".formatted(beta1, beta2));
      }
      if (!(epsilon > 0) || !(weightDecay >= 0) || !(maxGradientNorm > 0)) {
        throw new IllegalArgumentException(
            "epsilon (%s) and the gradient norm (%s) must be positive, weight decay (%s) not negative."
                .formatted(epsilon, maxGradientNorm, weightDecay));
      }
    }

    /// Kingma and Ba's own constants, no decay, no clipping.
    public static Settings plain() {
      return new Settings(0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY);
    }
  }

  public Adam(Settings settings) {
    this.settings = settings;
  }

  /// Steps every parameter against its gradient and clears the gradients. A parameter that no
  /// backward pass has reached stays as it is.
  ///
  /// @param learningRate η
  /// @return the joint L2 norm of the gradients before clipping
  public double update(Parameters parameters, double learningRate) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    double squares = 0;
    for (String name : parameters.names()) {
      float[] gradient = parameters.gradient(name);
      if (gradient != null) {
        gradients.put(name, gradient);
        squares += sumOfSquares(gradient);
      }
    }
    double norm = Math.sqrt(squares);
    double scale = norm > settings.maxGradientNorm() ? settings.maxGradientNorm() / norm : 1;
    updates++;
    gradients.forEach((name, gradient) -> step(parameters, name, gradient, scale, learningRate));
    parameters.clearGradients();
    return norm;
  }

  private void step(
      Parameters parameters, String name, float[] gradient, double scale, double learningRate) {
    float[] theta = parameters.values(name);
    float[] m = first.computeIfAbsent(name, absent -> new float[theta.length]);
    float[] v = second.computeIfAbsent(name, absent -> new float[theta.length]);
    float b1 = (float) settings.beta1();
    float b2 = (float) settings.beta2();
    float size = (float) (learningRate / (1 - Math.pow(settings.beta1(), (double) updates)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), (double) updates)));
    float epsilon = (float) settings.epsilon();
    float keep = (float) (1 - learningRate * settings.weightDecay());
    float s = (float) scale;
    for (int i = 0; i < theta.length; i++) {
      float g = gradient[i] * s;
      m[i] = b1 * m[i] + (1 - b1) * g;
      v[i] = b2 * v[i] + (1 - b2) * g * g;
      theta[i] = keep * theta[i] - size * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon);
    }
    parameters.set(name, theta);
  }

  private static double sumOfSquares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  /// The moments and the count of updates.
  public Snapshot snapshot() {
    Snapshot.Builder snapshot = new Snapshot.Builder().longs("updates", new long[] {updates});
    first.forEach((name, values) -> snapshot.floats("first/" + name, values.clone()));
    second.forEach((name, values) -> snapshot.floats("second/" + name, values.clone()));
    return snapshot.build();
  }

  /// Replaces the moments and the count by those of a snapshot.
  public void restore(Snapshot snapshot) {
    updates = snapshot.longs("updates")[0];
    first.clear();
    second.clear();
    Snapshot firsts = snapshot.under("first");
    firsts.entries().keySet().forEach(name -> first.put(name, firsts.floats(name).clone()));
    Snapshot seconds = snapshot.under("second");
    seconds.entries().keySet().forEach(name -> second.put(name, seconds.floats(name).clone()));
  }
}
