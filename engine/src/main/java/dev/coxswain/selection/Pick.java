package dev.coxswain.selection;

import dev.coxswain.prediction.Prediction;
import java.util.function.IntUnaryOperator;

/// One prompt in one batch.
///
/// @param ticket what outcomes refer to: unique in the run; letters, digits and '-' only
/// @param prompt its index in the pool; [#RETIRED] once it is no longer there
/// @param promptId its id
/// @param predicted what was believed of it before its rollouts
/// @param propensity the chance with which the draw that picked it includes this prompt: u/n for
///   one of u drawn uniformly off the n that may be selected, whatever its prediction; 1 for a pick
///   by utility, which is certain given the history, the control draw and the keyed noise. (With
///   noise or Thompson draws the chance over keys has no closed form and is not estimated:
///   weighting by propensity is for the uniform picks.)
/// @param reason why it was picked
public record Pick(
    String ticket,
    int prompt,
    String promptId,
    Prediction predicted,
    double propensity,
    Reason reason) {

  /// The index of a prompt that has left the pool.
  public static final int RETIRED = -1;

  Pick moved(IntUnaryOperator now) {
    int index = prompt == RETIRED ? RETIRED : now.applyAsInt(prompt);
    return new Pick(ticket, index, promptId, predicted, propensity, reason);
  }
}
