/// What the rollouts said: successes and trials of every selected prompt, and the history of them.
@NullMarked
package dev.coxswain.outcome;

import org.jspecify.annotations.NullMarked;
