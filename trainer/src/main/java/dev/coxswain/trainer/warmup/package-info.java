/// Supervised training before the reinforcement: a policy that answers at random earns no reward to
/// learn from. Done once for each setting and kept on disk.
@NullMarked
package dev.coxswain.trainer.warmup;

import org.jspecify.annotations.NullMarked;
