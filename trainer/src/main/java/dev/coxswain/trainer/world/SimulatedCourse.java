package dev.coxswain.trainer.world;

import dev.coxswain.math.RandomKey;

/// A way through a simulated world.
final class SimulatedCourse implements Course {

  private final SimulatedWorld world;
  private final Visits visits;
  private final double[] learned; // (N), ability that training has brought

  SimulatedCourse(SimulatedWorld world, long seed) {
    this.world = world;
    visits = new Visits(world.pool(), seed);
    learned = new double[world.pool().size()];
  }

  @Override
  public void enter(int step) {
    visits.enter(step);
  }

  @Override
  public boolean isServable(int prompt) {
    return true;
  }

  /// The truth itself is never shown, only rollouts.
  @Override
  public boolean isShown(int prompt) {
    return false;
  }

  @Override
  public double successRate(int prompt) {
    return world.successRate(prompt, visits.step(), learned[prompt]);
  }

  @Override
  public int trials(int prompt) {
    return 0;
  }

  @Override
  public double mixed(int prompt) {
    double rate = successRate(prompt);
    return 1
        - StrictMath.pow(rate, world.groupSize())
        - StrictMath.pow(1 - rate, world.groupSize());
  }

  @Override
  public int rollOut(int prompt) {
    return Visits.successes(successRate(prompt), world.groupSize(), visits.next(prompt));
  }

  @Override
  public int probe(int prompt, int rollouts, RandomKey key) {
    return Visits.successes(successRate(prompt), rollouts, visits.probe(prompt, key));
  }

  @Override
  public void train(int[] prompts, int[] successes) {
    if (world.change() instanceof Change.Improving improving) {
      for (int group = 0; group < prompts.length; group++) {
        double rate = (double) successes[group] / world.groupSize();
        teach(prompts[group], improving.gain() * rate * (1 - rate));
      }
    }
  }

  private void teach(int practised, double ability) {
    if (ability == 0) {
      return;
    }
    float[] x = world.embeddings().row(practised);
    for (int i = 0; i < learned.length; i++) {
      double cosine = 0;
      float[] y = world.embeddings().row(i);
      for (int j = 0; j < x.length; j++) {
        cosine += (double) x[j] * y[j];
      }
      learned[i] += cosine > 0 ? ability * cosine * cosine : 0;
    }
  }
}
