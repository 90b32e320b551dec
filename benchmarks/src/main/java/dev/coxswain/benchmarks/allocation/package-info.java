/// What allocation gains on recorded outcomes of a real model.
@NullMarked
package dev.coxswain.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
