@NullMarked
package dev.coxswain.benchmarks;

import org.jspecify.annotations.NullMarked;
