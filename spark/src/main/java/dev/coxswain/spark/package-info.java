/// Pools beyond one machine: imported, embedded, predicted and cut down to a shortlist by Apache
/// Spark, which holds no logic of its own; the steps are the engine's.
@NullMarked
package dev.coxswain.spark;

import org.jspecify.annotations.NullMarked;
