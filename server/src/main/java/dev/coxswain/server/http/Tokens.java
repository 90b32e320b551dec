package dev.coxswain.server.http;

import java.util.Optional;
import java.util.Set;

/// Who may do what.
public interface Tokens {

  /// Whether requests need a token at all.
  boolean areRequired();

  /// What a token grants; empty for one that is unknown, revoked or expired.
  Optional<Grant> grant(String token);

  /// These and those: a token is good if it is among either.
  default Tokens or(Tokens others) {
    Tokens own = this;
    return new Tokens() {
      @Override
      public boolean areRequired() {
        return own.areRequired() || others.areRequired();
      }

      @Override
      public Optional<Grant> grant(String token) {
        return own.grant(token).or(() -> others.grant(token));
      }
    };
  }

  /// What somebody may do.
  ///
  /// @param name of the token, for the log; not the token
  /// @param scopes of it
  /// @param runs a pattern of run names, in which `*` stands for anything
  record Grant(String name, Set<Scope> scopes, String runs) {

    /// Who needs no token may do everything.
    public static final Grant EVERYTHING = new Grant("local", Set.of(Scope.ADMIN), "*");

    public Grant {
      scopes = Set.copyOf(scopes);
    }

    boolean covers(Scope needed) {
      return scopes.stream().anyMatch(scope -> scope.covers(needed));
    }

    boolean sees(String run) {
      return matches(runs, run);
    }

    private static boolean matches(String pattern, String name) {
      int star = pattern.indexOf('*');
      if (star < 0) {
        return pattern.equals(name);
      }
      if (!name.startsWith(pattern.substring(0, star))) {
        return false;
      }
      String rest = pattern.substring(star + 1);
      for (int from = star; from <= name.length(); from++) {
        if (matches(rest, name.substring(from))) {
          return true;
        }
      }
      return false;
    }
  }

  /// Nobody needs a token: for a server that only its own machine can reach.
  static Tokens none() {
    return new Tokens() {
      @Override
      public boolean areRequired() {
        return false;
      }

      @Override
      public Optional<Grant> grant(String token) {
        return Optional.empty();
      }
    };
  }
}
