package dev.coxswain.server.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a log comes to so far: the first 16 bytes of a SHA-256 over the seal before, the number of
/// the event and its bytes. The first seal is over the log's kind and name. So an event that is
/// changed, left out, moved or put into another log does not fit the one before it.
///
/// It finds accidents; whoever can write the database can also write seals.
record Seal(long high, long low) {

  /// A seal over words.
  static Seal of(String... words) {
    MessageDigest digest = sha256();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return of(digest);
  }

  /// The seal after one more event.
  Seal then(long number, byte[] event) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(24).putLong(high).putLong(low).putLong(number).flip());
    digest.update(event);
    return of(digest);
  }

  private static Seal of(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new Seal(bytes.getLong(), bytes.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /// A seal as it was stored; empty if these bytes are none.
  static Optional<Seal> read(byte @Nullable [] stored) {
    if (stored == null || stored.length != 16) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    return Optional.of(new Seal(bytes.getLong(), bytes.getLong()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
