/// The command line: wires everything, decides nothing.
@NullMarked
package dev.coxswain.cli;

import org.jspecify.annotations.NullMarked;
