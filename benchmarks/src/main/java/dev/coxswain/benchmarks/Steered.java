package dev.coxswain.benchmarks;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.selection.Selector;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.selection.Utility;

/// The paper's strategy with a model of one size, over a simulated world.
final class Steered {

  static final int BATCH = 256;
  static final int GROUP = 8;
  private static final int LEARNED_BATCHES = 20; // so that predictions spread and are not all tied

  final SimulatedWorld world;
  final Predictor.Gps settings;
  final Selector.MaxSum selector;
  final Utility utility;
  private final PromptPredictiveModel model = new PromptPredictiveModel();

  /// @param size tiny, cpu or paper
  Steered(SimulatedWorld world, String size) {
    this.world = world;
    Strategy strategy = Strategies.parse("gps:candidates=all:size=" + size);
    settings = (Predictor.Gps) strategy.predictor();
    selector = (Selector.MaxSum) strategy.selector();
    utility = strategy.utility();
  }

  Latent start() {
    return model.start(settings, SimulatedWorld.WIDTH, RandomKey.of(0, "start"));
  }

  /// A belief that has seen a number of random batches.
  Latent learned() {
    Latent belief = start();
    for (int step = 1; step <= LEARNED_BATCHES; step++) {
      belief = learn(belief, batch(step), step);
    }
    return belief;
  }

  LabelledBatch batch(int step) {
    return world.rollOut(world.draw(BATCH, step), GROUP, step);
  }

  Latent learn(Latent belief, LabelledBatch batch, int step) {
    RandomKey key = RandomKey.of(0, "learn").at(step);
    return model.learn(settings, belief, world.embeddings, batch, key);
  }
}
