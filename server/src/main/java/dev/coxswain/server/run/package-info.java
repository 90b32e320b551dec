/// A run as a fold over its events: what was selected, what came back, what is believed.
@NullMarked
package dev.coxswain.server.run;

import org.jspecify.annotations.NullMarked;
