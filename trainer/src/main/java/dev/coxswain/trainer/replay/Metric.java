package dev.coxswain.trainer.replay;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is told of every step of a strategy; the names are those of the JSON.
public enum Metric {
  EFFECTIVE_RATIO,
  ROLLOUTS,
  COVERAGE,
  SPEARMAN_SELECTED,
  SPEARMAN_POOL,
  BRIER_POOL,
  SPEARMAN_UNVISITED,
  ECE,
  SELECT_SECONDS,
  LEARN_SECONDS;

  /// Its value at a step; null where it is undefined.
  @Nullable Double of(ReplayedStep step) {
    return switch (this) {
      case EFFECTIVE_RATIO -> step.effectiveRatio();
      case ROLLOUTS -> (double) step.rollouts();
      case COVERAGE -> (double) step.coverage();
      case SPEARMAN_SELECTED -> step.spearmanSelected();
      case SPEARMAN_POOL -> step.spearmanPool();
      case BRIER_POOL -> step.brierPool();
      case SPEARMAN_UNVISITED -> step.spearmanUnvisited();
      case ECE -> step.ece();
      case SELECT_SECONDS -> step.selectSeconds();
      case LEARN_SECONDS -> step.learnSeconds();
    };
  }

  /// Whether it sums up all steps so far, so that its last value stands for the whole.
  boolean isCumulative() {
    return this == ROLLOUTS || this == COVERAGE;
  }

  /// The name in the JSON.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
