package dev.coxswain.trainer.update;

/// ½·(V − return)², the critic's loss.
///
/// @param returns (rows, tokens)
@SuppressWarnings("ArrayRecordComponent") // lives for one update and is never compared
record SquaredError(float[][] returns) implements TokenLoss {

  @Override
  public double loss(int row, int t, double output) {
    double error = derivative(row, t, output);
    return error * error / 2;
  }

  @Override
  public double derivative(int row, int t, double output) {
    return output - returns[row][t];
  }
}
