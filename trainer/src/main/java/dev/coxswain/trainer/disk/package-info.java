/// Files that are whole or not there.
@NullMarked
package dev.coxswain.trainer.disk;

import org.jspecify.annotations.NullMarked;
