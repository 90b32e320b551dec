/// Which prompts to practise next, judged from their predictions.
@NullMarked
package dev.coxswain.selection;

import org.jspecify.annotations.NullMarked;
