package dev.coxswain.prompts.dataset;

/// How much of a file is taken in, so that a small compressed file cannot fill the memory. Both
/// count bytes after decompression.
///
/// @param lineBytes of one line, its end not counted; at least 1
/// @param totalBytes of the whole file, at least 1
public record Limits(int lineBytes, long totalBytes) {

  /// 16 MiB a line, 8 GiB a file.
  public static final Limits USUAL = new Limits(16 << 20, 8L << 30);

  public Limits {
    if (lineBytes < 1 || totalBytes < 1) {
      throw new IllegalArgumentException(
          "The limits (%d bytes a line, %d bytes a file) must be at least 1."
              .formatted(lineBytes, totalBytes));
    }
  }
}
