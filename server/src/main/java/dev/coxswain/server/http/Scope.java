package dev.coxswain.server.http;

import java.util.Locale;

/// What a token may do, and what a route needs. Admin may do all; observe and select may read too.
public enum Scope {
  READ,
  OBSERVE,
  SELECT,
  ADMIN;

  /// Whether one who has this may do what needs the other.
  boolean covers(Scope needed) {
    return this == needed || this == ADMIN || needed == READ;
  }

  /// The word in the contract.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
