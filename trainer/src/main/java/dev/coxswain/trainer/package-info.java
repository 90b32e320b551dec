@NullMarked
package dev.coxswain.trainer;

import org.jspecify.annotations.NullMarked;
