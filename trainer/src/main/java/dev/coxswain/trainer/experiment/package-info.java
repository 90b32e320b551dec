/// Trainings by the grid: strategies × seeds in every cell of tasks × algorithms × policy sizes,
/// with learning rates chosen on the validation set, and one report of all.
@NullMarked
package dev.coxswain.trainer.experiment;

import org.jspecify.annotations.NullMarked;
