/// How many samples each prompt is worth at test time, under a budget.
@NullMarked
package dev.coxswain.allocation;

import org.jspecify.annotations.NullMarked;
