package dev.coxswain.prompts.encoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What a text is known by: the first 128 bits of the SHA-256 of its UTF-8. That two of 10⁹ texts
/// share a key has a chance below 10⁻²⁰.
record TextKey(long first, long second) {

  static TextKey of(String text) {
    byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    ByteBuffer longs = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
    return new TextKey(longs.getLong(), longs.getLong());
  }
}
