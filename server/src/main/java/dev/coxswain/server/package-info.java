/// The engine over HTTP: what refuses a request, whoever finds it out.
@NullMarked
package dev.coxswain.server;

import org.jspecify.annotations.NullMarked;
