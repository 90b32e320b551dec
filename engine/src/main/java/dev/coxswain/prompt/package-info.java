/// What can be practised: prompts and the pool of them.
@NullMarked
package dev.coxswain.prompt;

import org.jspecify.annotations.NullMarked;
