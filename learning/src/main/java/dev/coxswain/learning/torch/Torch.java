package dev.coxswain.learning.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/// The PyTorch engine, started once, with one computing thread for each Java thread that calls it.
///
/// One thread is part of every run's meaning: sums over two threads have other bits.
public final class Torch {

  /*
   * DJL's GradientCollector allows one collection in the whole process at a time, which would stop two
   * trainings side by side. Torch itself keeps the gradient mode per thread and runs a CPU backward pass
   * on the calling thread, so the two calls below are all that a collector does for us.
   */

  private static final Engine ENGINE = start();

  private Torch() {}

  private static Engine start() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    return Engine.getEngine("PyTorch");
  }

  /// A fresh owner of arrays; closing it frees them all.
  public static NDManager manager() {
    return ENGINE.newBaseManager();
  }

  /// Records the operations of the calling thread for a backward pass until [Recording#close].
  public static Recording record() {
    JniUtils.setGradMode(true);
    return new Recording();
  }

  /// From here on the calling thread's operations are not recorded, which a new thread's are until
  /// told otherwise.
  public static void stopRecording() {
    JniUtils.setGradMode(false);
  }

  /// Layer normalisation over the last axis, ε = 1e-5.
  public static NDArray layerNorm(NDArray x, NDArray gain, NDArray bias) {
    Shape width = gain.getShape();
    return x.getNDArrayInternal().layerNorm(x, width, gain, bias, 1e-5f).singletonOrThrow();
  }

  /// x Wᵀ + b.
  ///
  /// @param x (…, in)
  /// @param weight (out, in)
  /// @param bias (out)
  /// @return (…, out)
  public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    NDList result = x.getNDArrayInternal().linear(x, weight, bias);
    return result.singletonOrThrow();
  }

  /// c·x. To be used in place of DJL's `mul(Number)` and `div(Number)` wherever operations are
  /// recorded: those free the number's memory at once, though the backward pass still reads it;
  /// here the factor lives as long as the manager of x.
  public static NDArray scaled(NDArray x, double factor) {
    return x.mul(x.getManager().create((float) factor));
  }

  /// Rows of a table.
  ///
  /// @param ids (…), int64
  /// @param table (rows, width)
  /// @return (…, width)
  public static NDArray embed(NDArray ids, NDArray table) {
    return ids.getNDArrayInternal()
        .embedding(ids, table, ai.djl.ndarray.types.SparseFormat.DENSE)
        .singletonOrThrow();
  }

  /// An open recording. Not shared between threads.
  public static final class Recording implements AutoCloseable {

    private Recording() {}

    /// Adds ∂loss/∂p to the gradient of every parameter p that the loss was computed from.
    ///
    /// @param loss a scalar
    public void backward(NDArray loss) {
      try (NDManager scratch = loss.getManager().newSubManager()) {
        NDArray one = scratch.ones(loss.getShape(), loss.getDataType());
        JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
      }
    }

    /// Adds Σᵢ gᵢ·∂yᵢ/∂p to the gradient of every parameter p that y was computed from: the chain
    /// rule for a loss whose derivative g = ∂loss/∂y is already known.
    ///
    /// @param y any shape
    /// @param gradient g, row-major, as many as y has elements
    public void backward(NDArray y, float[] gradient) {
      try (NDManager scratch = y.getManager().newSubManager()) {
        NDArray g = scratch.create(gradient, y.getShape());
        JniUtils.backward((PtNDArray) y, (PtNDArray) g, false, false);
      }
    }

    @Override
    public void close() {
      JniUtils.setGradMode(false);
    }
  }
}
