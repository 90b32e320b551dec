/// The loop, closed: select, roll out, verify, update, observe; held-out evaluation, checkpoints,
/// and several trainings side by side.
@NullMarked
package dev.coxswain.trainer.loop;

import org.jspecify.annotations.NullMarked;
