/// The arithmetic that every step of the journey shares: keyed randomness, distributions, ranks.
@NullMarked
package dev.coxswain.math;

import org.jspecify.annotations.NullMarked;
