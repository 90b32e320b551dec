package dev.coxswain.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;

/// One token, which may do everything. Only its digest is kept.
public final class OneToken implements Tokens {

  private static final int SHORTEST = 20;

  private final byte[] digest;

  /// @param token at least 20 characters
  public OneToken(String token) {
    if (token.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "The token has %d characters; it must have at least %d, drawn at random."
              .formatted(token.length(), SHORTEST));
    }
    digest = digest(token);
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  @Override
  public boolean areRequired() {
    return true;
  }

  @Override
  public Optional<Grant> grant(String token) {
    return MessageDigest.isEqual(digest, digest(token))
        ? Optional.of(new Grant("token-file", Set.of(Scope.ADMIN), "*"))
        : Optional.empty();
  }
}
