/// What the server needs of whoever keeps its events.
@NullMarked
package dev.coxswain.server.store;

import org.jspecify.annotations.NullMarked;
