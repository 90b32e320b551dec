package dev.coxswain.prompts.encoder;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of bytes.
final class Sha256 {

  private Sha256() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
