package dev.coxswain.trainer.warmup;

import dev.coxswain.math.RandomKey;
import java.util.function.Supplier;

/// An endless supply of examples. What is drawn may depend on the key alone, or an interrupted
/// warm-up would not go on as it began.
@FunctionalInterface
public interface Examples {

  /// The stream of this key, from its start.
  Supplier<Example> under(RandomKey key);
}
