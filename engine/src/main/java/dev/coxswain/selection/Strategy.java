package dev.coxswain.selection;

import dev.coxswain.prediction.Predictor;

/// How batches are chosen: predictor × utility × selector, over some candidates.
///
/// @param name as the user wrote it, with its settings; the key in reports and the name of the
///   run's folder
/// @param predictor how success rates are predicted
/// @param utility what a predicted success rate is worth
/// @param selector which candidates make the batch
/// @param candidates among which prompts it chooses
/// @param noise scale of the Gumbel noise added to utilities, at least 0; makes the choice soft
/// @param cooldown steps for which a selected prompt is no candidate again, at least 0
/// @param draws batches that may be rolled out in a step until one is full of mixed groups, at
///   least 1; with 1, whatever was drawn is handed on (DAPO's dynamic sampling, arXiv:2503.14476,
///   draws more)
public record Strategy(
    String name,
    Predictor predictor,
    Utility utility,
    Selector selector,
    Candidates candidates,
    double noise,
    int cooldown,
    int draws) {

  public Strategy {
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The noise (%s) must be at least 0 and finite.".formatted(noise));
    }
    if (cooldown < 0) {
      throw new IllegalArgumentException(
          "The cooldown (%d) must be at least 0 steps.".formatted(cooldown));
    }
    if (draws < 1) {
      throw new IllegalArgumentException("The draws (%d) must be at least 1.".formatted(draws));
    }
  }

  /// Whether groups that are all right or all wrong are thrown away and drawn anew.
  public boolean filters() {
    return draws > 1;
  }
}
