package dev.coxswain.server.run;

import java.util.OptionalDouble;

/// What an operator watches of a run, cheap enough to be asked for every few seconds. Of the
/// current lineage; predictions are those made at the select.
///
/// @param effectiveRatio share of mixed groups among those that steering chose, in 0 .. 1; empty
///   before the first
/// @param controlEffectiveRatio the same of those that chance chose
/// @param calibrationError as [dev.coxswain.outcome.CalibrationError] has it, in 0 .. 1
/// @param spearman of predicted and observed rates in the last batch all of whose groups have ended
/// @param pending groups that have not ended
/// @param lessons that this process has learned
/// @param nanosLearning that they took
public record Vitals(
    String run,
    OptionalDouble effectiveRatio,
    OptionalDouble controlEffectiveRatio,
    OptionalDouble calibrationError,
    OptionalDouble spearman,
    int pending,
    long lessons,
    long nanosLearning) {}
