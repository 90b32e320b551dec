package dev.coxswain.allocation;

/// Whether to go on sampling a prompt, and what is now believed of it.
///
/// @param stop whether another sample is not worth it
/// @param posteriorMean of the success rate, given the prediction and the samples
/// @param posteriorSd likewise
public record Verdict(boolean stop, double posteriorMean, double posteriorSd) {}
