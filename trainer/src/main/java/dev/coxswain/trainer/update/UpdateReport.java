package dev.coxswain.trainer.update;

/// What one update did; means are over its optimiser steps, all zero if there was nothing to learn.
///
/// @param loss mean clipped surrogate of a token
/// @param gradientNorm L2 norm before clipping
/// @param trainedTokens answer tokens that went through a backward pass, counted once an epoch
/// @param clippedShare share of those whose gradient the clip stopped
/// @param keptGroups groups of which at least one answer was trained on
/// @param criticLoss mean squared error of the critic; 0 without one
public record UpdateReport(
    double loss,
    double gradientNorm,
    int trainedTokens,
    double clippedShare,
    int keptGroups,
    double criticLoss) {}
