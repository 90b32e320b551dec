package dev.coxswain.trainer.update;

import dev.coxswain.learning.torch.Adam;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Rollouts;
import dev.coxswain.trainer.policy.Sequences;
import dev.coxswain.trainer.policy.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A network with its optimiser: steps its weights down a [TokenLoss].
final class Learner {

  private final Function<Sequences, Trace> network;
  private final Parameters parameters;
  private final Optimization optimization;
  private final Adam adam;

  /// What the steps of one call were like.
  ///
  /// @param loss mean over steps of the mean loss of a token
  /// @param gradientNorm mean over steps of the L2 norm before clipping
  record Steps(double loss, double gradientNorm) {}

  Learner(Function<Sequences, Trace> network, Parameters parameters, Optimization optimization) {
    this.network = network;
    this.parameters = parameters;
    this.optimization = optimization;
    this.adam = new Adam(optimization.adam());
  }

  /// Goes through the rows `epochs` times, a step for each minibatch. No rows, no change.
  Steps learn(Rollouts rollouts, List<Integer> rows, TokenLoss loss, RandomKey key) {
    RandomGenerator rng = key.generator();
    double losses = 0;
    double norms = 0;
    int steps = 0;
    for (int epoch = 0; epoch < optimization.epochs(); epoch++) {
      for (Minibatch part : Minibatch.deal(rows, optimization.minibatches(), rollouts, rng)) {
        losses += accumulate(part, rollouts, loss);
        norms += adam.update(parameters, optimization.learningRate());
        steps++;
      }
    }
    return steps == 0 ? new Steps(0, 0) : new Steps(losses / steps, norms / steps);
  }

  /// Adds the gradient of the minibatch's mean loss to the parameters'.
  ///
  /// @return that mean
  double accumulate(Minibatch minibatch, Rollouts rollouts, TokenLoss loss) {
    double sum = 0;
    for (List<Integer> rows : minibatch.pieces()) {
      try (Trace trace = network.apply(sequences(rollouts, rows))) {
        float[] outputs = trace.outputs();
        float[] derivative = new float[outputs.length];
        int i = 0;
        for (int row : rows) {
          for (int t = 0; t < rollouts.length(row); t++, i++) {
            sum += loss.loss(row, t, outputs[i]);
            derivative[i] = (float) (loss.derivative(row, t, outputs[i]) / minibatch.tokens());
          }
        }
        trace.backward(derivative);
      }
    }
    return sum / minibatch.tokens();
  }

  /// The network's number for every token of every row.
  ///
  /// @return (rows, tokens)
  float[][] outputs(Rollouts rollouts, List<Integer> rows) {
    float[][] result = new float[rollouts.rows()][];
    for (List<Integer> piece : Minibatch.of(rows, rollouts).pieces()) {
      try (Trace trace = network.apply(sequences(rollouts, piece))) {
        float[] outputs = trace.outputs();
        int from = 0;
        for (int row : piece) {
          int to = from + rollouts.length(row);
          result[row] = Arrays.copyOfRange(outputs, from, to);
          from = to;
        }
      }
    }
    return result;
  }

  private static Sequences sequences(Rollouts rollouts, List<Integer> rows) {
    return new Sequences(
        rows.stream().map(rollouts::prompt).toList(), rows.stream().map(rollouts::answer).toList());
  }

  Snapshot snapshot() {
    return adam.snapshot();
  }

  void restore(Snapshot snapshot) {
    adam.restore(snapshot);
  }
}
