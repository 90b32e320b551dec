@NullMarked
package dev.coxswain.learning;

import org.jspecify.annotations.NullMarked;
