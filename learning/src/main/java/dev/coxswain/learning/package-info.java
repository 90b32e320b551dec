/// How a belief moves: the Prompt Predictive Model, trained with torch and handed to the engine as
/// plain numbers.
@NullMarked
package dev.coxswain.learning;

import org.jspecify.annotations.NullMarked;
