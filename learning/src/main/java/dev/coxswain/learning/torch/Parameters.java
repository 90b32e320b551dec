package dev.coxswain.learning.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.coxswain.snapshot.Snapshot;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The weights of one network as torch arrays, by name, in a fixed order. Owned by one thread;
/// closing frees the native memory.
public final class Parameters implements AutoCloseable {

  private final NDManager manager = Torch.manager();
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /// Adds a parameter that learns.
  ///
  /// @param values row-major, as many as the shape holds; copied
  public void add(String name, float[] values, long... shape) {
    Shape dimensions = new Shape(shape);
    if (values.length != dimensions.size()) {
      throw new IllegalArgumentException(
          "The parameter %s of shape %s needs %d values; was given %d."
              .formatted(name, dimensions, dimensions.size(), values.length));
    }
    NDArray array = manager.create(values, dimensions);
    array.setRequiresGradient(true);
    if (arrays.putIfAbsent(name, array) != null) {
      throw new IllegalArgumentException("The parameter %s is there already.".formatted(name));
    }
  }

  /// The array of that name, for use in a computation.
  public NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "There is no parameter %s; there are %s.".formatted(name, arrays.keySet()));
    }
    return array;
  }

  public Set<String> names() {
    return arrays.keySet();
  }

  /// How many numbers all parameters hold together.
  public long count() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
  }

  /// A copy of the weights, row-major.
  public float[] values(String name) {
    return get(name).toFloatArray();
  }

  /// Overwrites the weights of one parameter.
  public void set(String name, float[] values) {
    NDArray array = get(name);
    if (values.length != array.size()) {
      throw new IllegalArgumentException(
          "The parameter %s holds %d values; was given %d."
              .formatted(name, array.size(), values.length));
    }
    array.set(FloatBuffer.wrap(values));
  }

  /// The gradient summed since [#clearGradients]; null where no backward pass has reached the
  /// parameter.
  public float @Nullable [] gradient(String name) {
    PtNDArray gradient = JniUtils.getGradient((PtNDArray) get(name));
    if (gradient == null) {
      return null;
    }
    try (gradient) {
      return gradient.toFloatArray();
    }
  }

  /// Sets every gradient to zero. Torch adds gradients up, so this comes before each backward pass.
  public void clearGradients() {
    for (NDArray array : arrays.values()) {
      PtNDArray gradient = JniUtils.getGradient((PtNDArray) array);
      if (gradient != null) {
        try (gradient) {
          gradient.subi(gradient);
        }
      }
    }
  }

  /// All weights, each under its name.
  public Snapshot snapshot() {
    Snapshot.Builder snapshot = new Snapshot.Builder();
    arrays.keySet().forEach(name -> snapshot.floats(name, values(name)));
    return snapshot.build();
  }

  /// Overwrites all weights with those of a snapshot that has the same names and sizes.
  public void restore(Snapshot snapshot) {
    arrays.keySet().forEach(name -> set(name, snapshot.floats(name)));
  }

  @Override
  public void close() {
    manager.close();
  }
}
