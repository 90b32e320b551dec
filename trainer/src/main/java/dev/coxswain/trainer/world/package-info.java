/// Worlds in which strategies can be tried without a policy: outcomes that were recorded, and
/// simulations whose truth is known.
@NullMarked
package dev.coxswain.trainer.world;

import org.jspecify.annotations.NullMarked;
