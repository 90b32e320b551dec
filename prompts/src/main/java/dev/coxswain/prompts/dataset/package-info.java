/// Data sets in: files of prompts and of recorded outcomes, a JSON object a line, read with limits
/// and with errors that name the line.
@NullMarked
package dev.coxswain.prompts.dataset;

import org.jspecify.annotations.NullMarked;
