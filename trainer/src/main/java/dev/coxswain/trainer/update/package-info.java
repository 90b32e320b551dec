/// One step of reinforcement learning: from answers and their rewards to new weights of the policy.
@NullMarked
package dev.coxswain.trainer.update;

import org.jspecify.annotations.NullMarked;
