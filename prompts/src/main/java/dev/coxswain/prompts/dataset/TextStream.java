package dev.coxswain.prompts.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The bytes of a text file, decompressed, and never more than the limits allow.
///
/// Whether the file is compressed is seen in its first two bytes (gzip's 1F 8B), not in its name.
final class TextStream implements AutoCloseable {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Limits limits;
  private final InputStream in;
  private long total;

  private TextStream(Path file, Limits limits, InputStream in) {
    this.file = file;
    this.limits = limits;
    this.in = in;
  }

  /// @throws UncheckedIOException if the file cannot be opened
  /// @throws DatasetInvalid if it begins like a compressed stream and is none
  static TextStream open(Path file, Limits limits) {
    try {
      return new TextStream(file, limits, decompressed(file));
    } catch (IOException e) {
      throw failure(file, 1, e);
    }
  }

  private static InputStream decompressed(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
      raw.reset();
      return gzip ? new GZIPInputStream(raw, BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /// Fills a buffer as far as it goes.
  ///
  /// @param line that is being read
  /// @return how many bytes; −1 at the end
  /// @throws DatasetInvalid if the file is over its limit, or the compressed stream is broken
  int read(byte[] buffer, int from, int length, long line) {
    int read;
    try {
      read = in.read(buffer, from, length);
    } catch (IOException e) {
      throw failure(file, line, e);
    }
    total += Math.max(read, 0);
    if (total > limits.totalBytes()) {
      throw new DatasetInvalid(
          file,
          line,
          "The file is longer than %d bytes when decompressed.".formatted(limits.totalBytes()),
          "Split it, or raise the limit if it is meant to be that long.");
    }
    return read;
  }

  /// A broken stream is the data's fault; anything else is the disk's.
  private static RuntimeException failure(Path file, long line, IOException e) {
    return switch (e) {
      case EOFException end ->
          new DatasetInvalid(
              file,
              line,
              "The compressed stream ends early.",
              "Maybe the file was cut short; fetch it again.");
      case ZipException broken ->
          new DatasetInvalid(
              file,
              line,
              "The compressed stream is broken (%s).".formatted(broken.getMessage()),
              "Maybe the file was damaged on its way; fetch it again.");
      default -> new UncheckedIOException("Cannot read %s.".formatted(file), e);
    };
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close %s.".formatted(file), e);
    }
  }
}
