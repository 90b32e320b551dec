/// The service's HTTP interface, as contract/openapi.yaml has it.
@NullMarked
package dev.coxswain.server.http;

import org.jspecify.annotations.NullMarked;
