/// Which encoder predicts the difficulty of prompts best, and at what price.
@NullMarked
package dev.coxswain.benchmarks.encoder;

import org.jspecify.annotations.NullMarked;
