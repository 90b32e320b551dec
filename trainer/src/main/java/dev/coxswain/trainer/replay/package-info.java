/// Strategies tried in a world without a policy: who would have chosen better, and who predicts
/// better.
@NullMarked
package dev.coxswain.trainer.replay;

import org.jspecify.annotations.NullMarked;
