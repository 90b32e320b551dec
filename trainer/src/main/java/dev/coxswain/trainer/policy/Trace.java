package dev.coxswain.trainer.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.coxswain.learning.torch.Torch;
import java.util.function.Function;

/// One recorded forward pass: a number for each answer token, and the way back to the weights.
///
/// A loss is written in plain Java as a function of these numbers together with its derivative;
/// torch differentiates only the network. Close it before the next one is opened.
public final class Trace implements AutoCloseable {

  private final NDManager scratch = Torch.manager();
  private final Torch.Recording recording = Torch.record();
  private final NDArray outputs;

  Trace(Function<NDManager, NDArray> forward) {
    this.outputs = forward.apply(scratch);
  }

  /// The numbers, in the order of [Sequences].
  public float[] outputs() {
    return outputs.toFloatArray();
  }

  /// Adds the loss's gradient to that of the weights. Once a trace.
  ///
  /// @param derivative ∂loss/∂output for each number
  public void backward(float[] derivative) {
    recording.backward(outputs, derivative);
  }

  @Override
  public void close() {
    recording.close();
    scratch.close();
  }
}
