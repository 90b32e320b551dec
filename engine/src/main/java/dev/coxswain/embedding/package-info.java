/// Where a prompt lies: fixed vectors of unit length, and the interface that makes them.
@NullMarked
package dev.coxswain.embedding;

import org.jspecify.annotations.NullMarked;
