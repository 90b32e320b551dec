package dev.coxswain.selection;

import dev.coxswain.prediction.Prediction;

/// One prompt in one batch.
///
/// @param ticket what outcomes refer to: unique in the run; letters, digits and '-' only
/// @param prompt its index in the pool
/// @param promptId its id
/// @param predicted what was believed of it before its rollouts
/// @param propensity its inclusion probability: 1 for a deterministic pick
/// @param reason why it was picked
public record Pick(
    String ticket,
    int prompt,
    String promptId,
    Prediction predicted,
    double propensity,
    Reason reason) {}
