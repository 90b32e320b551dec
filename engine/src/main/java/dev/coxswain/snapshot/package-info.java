/// Named plain-number arrays on disk: the one binary format in which beliefs and checkpoints are
/// kept.
@NullMarked
package dev.coxswain.snapshot;

import org.jspecify.annotations.NullMarked;
