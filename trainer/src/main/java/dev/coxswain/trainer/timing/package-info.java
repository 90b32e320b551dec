/// What computing costs: CPU seconds, and a thread to count them on.
@NullMarked
package dev.coxswain.trainer.timing;

import org.jspecify.annotations.NullMarked;
