/// JSON in and out: strict, and errors that point at what is wrong.
@NullMarked
package dev.coxswain.server.json;

import org.jspecify.annotations.NullMarked;
