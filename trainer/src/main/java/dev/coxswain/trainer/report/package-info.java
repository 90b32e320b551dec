/// What a training leaves on disk for people: a line of metrics a step, a table of figures, a page.
@NullMarked
package dev.coxswain.trainer.report;

import org.jspecify.annotations.NullMarked;
