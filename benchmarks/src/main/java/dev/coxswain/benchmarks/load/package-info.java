/// The service under load.
@NullMarked
package dev.coxswain.benchmarks.load;

import org.jspecify.annotations.NullMarked;
