package dev.coxswain.trainer.warmup;

import java.util.random.RandomGenerator;

/// An endless supply of examples. What is drawn may depend on the generator alone, or an
/// interrupted warm-up would not go on as it began.
@FunctionalInterface
public interface Examples {

  Example draw(RandomGenerator rng);
}
