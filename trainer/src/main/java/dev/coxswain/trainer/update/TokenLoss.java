package dev.coxswain.trainer.update;

/// A loss that is a mean over answer tokens, as a function of the network's one number for each.
interface TokenLoss {

  /// Of one token.
  ///
  /// @param row of the rollouts
  /// @param t the token's place in its answer
  /// @param output log π of the token, or the critic's value before it
  double loss(int row, int t, double output);

  /// ∂loss/∂output of one token.
  double derivative(int row, int t, double output);
}
