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
/// @param exploration what keeps it from the same prompts
/// @param safeguards what measures and guards it
/// @param filling when a step has rolled out enough
/// @param learnsTruncated whether groups cut at the length limit count as trials
/// @param perToken whether utility is taken per predicted rollout token
public record Strategy(
    String name,
    Predictor predictor,
    Utility utility,
    Selector selector,
    Candidates candidates,
    Exploration exploration,
    Safeguards safeguards,
    Filling filling,
    boolean learnsTruncated,
    boolean perToken) {}
