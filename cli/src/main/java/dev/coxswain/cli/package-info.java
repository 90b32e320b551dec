@NullMarked
package dev.coxswain.cli;

import org.jspecify.annotations.NullMarked;
