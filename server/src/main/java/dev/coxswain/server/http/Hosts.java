package dev.coxswain.server.http;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which names the server answers to. A page that a browser was tricked into believing to be ours
/// (DNS rebinding) comes with a foreign one.
record Hosts(Set<String> names) {

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  Hosts {
    names = Set.copyOf(names);
  }

  boolean allow(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String lower = header.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    boolean port = colon >= 0 && lower.substring(colon + 1).matches("[0-9]{1,5}");
    String name = port ? lower.substring(0, colon) : lower;
    return LOCAL.contains(name) || names.contains(name);
  }
}
