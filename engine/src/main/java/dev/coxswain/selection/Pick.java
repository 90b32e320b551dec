package dev.coxswain.selection;

import dev.coxswain.prediction.Prediction;
import java.util.function.IntUnaryOperator;

/// One prompt in one batch.
///
/// @param ticket what outcomes refer to: unique in the run; letters, digits and '-' only
/// @param prompt its index in the pool; [#RETIRED] once it is no longer there
/// @param promptId its id
/// @param predicted what was believed of it before its rollouts
/// @param propensity the chance with which the draw that picked it includes this prompt, given what
///   it draws from. The control arm and a fallen-back guard draw u of the n that may be selected:
///   u/n, whatever is predicted. A selector that leaves something to chance has its own inclusion
///   probability given its candidates ([Selector#propensities]); B of them in random order are B/n,
///   so 1 where an epoch's next B are all that it has. 1 for a pick by utility, which is certain
///   given the history, the control draw and the keyed noise. (With noise or Thompson draws the
///   chance over keys has no closed form and is not estimated; nor is an epoch's order counted as
///   chance, which decides whose turn it is. Weighting by propensity over the whole pool is for the
///   control arm's picks and the guard's.)
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
