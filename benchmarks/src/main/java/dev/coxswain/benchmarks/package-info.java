/// What the product costs: measured figures beside their targets, one run a file.
@NullMarked
package dev.coxswain.benchmarks;

import org.jspecify.annotations.NullMarked;
