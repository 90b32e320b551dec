/// The prompts that runs select from, which may change while they do.
@NullMarked
package dev.coxswain.server.pool;

import org.jspecify.annotations.NullMarked;
