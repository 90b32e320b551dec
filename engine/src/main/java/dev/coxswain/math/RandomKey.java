package dev.coxswain.math;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What a random choice is for. Equal keys give equal streams, different keys independent ones;
/// nothing else (no clock, no order of calls, no thread) has a say.
///
/// @param seed the run's seed
/// @param lineage which branch of the run's history; a rewind or a fork starts another
/// @param consumer which of several readers of one run; "default" where there is one
/// @param sequence the step or sequence number the choice belongs to
/// @param purpose what is chosen, for instance "epoch" or "latent"
public record RandomKey(long seed, String lineage, String consumer, long sequence, String purpose) {

  /// The key of a choice that is made once in a run.
  public static RandomKey of(long seed, String purpose) {
    return new RandomKey(seed, "main", "default", 0, purpose);
  }

  /// The same choice at another step.
  public RandomKey at(long otherSequence) {
    return new RandomKey(seed, lineage, consumer, otherSequence, purpose);
  }

  /// Another choice of the same step.
  public RandomKey forPurpose(String otherPurpose) {
    return new RandomKey(seed, lineage, consumer, sequence, otherPurpose);
  }

  /// The stream of this key, from its start. SHA-256 spreads the fields over the generator's
  /// 128-bit key; texts are length-prefixed, so that no two field lists read alike.
  public Philox generator() {
    byte[] lineageBytes = lineage.getBytes(StandardCharsets.UTF_8);
    byte[] consumerBytes = consumer.getBytes(StandardCharsets.UTF_8);
    byte[] purposeBytes = purpose.getBytes(StandardCharsets.UTF_8);
    ByteBuffer fields =
        ByteBuffer.allocate(
            2 * Long.BYTES
                + 3 * Integer.BYTES
                + lineageBytes.length
                + consumerBytes.length
                + purposeBytes.length);
    fields.putLong(seed).putLong(sequence);
    for (byte[] text : new byte[][] {lineageBytes, consumerBytes, purposeBytes}) {
      fields.putInt(text.length).put(text);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(fields.array()));
    return new Philox(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
