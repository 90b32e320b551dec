/// What the embedded trainer practises: tasks whose answers a program can check, and their fixed
/// sets of problems.
@NullMarked
package dev.coxswain.trainer.task;

import org.jspecify.annotations.NullMarked;
