package dev.coxswain.prompts.dataset;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The lines of a UTF-8 file, one at a time and never more than the limits allow.
///
/// Whether the file is compressed is seen in its first two bytes (gzip's 1F 8B), not in its name. A
/// byte order mark at the start is passed over; a line ends with LF or CR LF.
final class Lines implements AutoCloseable {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Limits limits;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private int position;
  private long number;
  private long total;

  private Lines(Path file, Limits limits, InputStream in) {
    this.file = file;
    this.limits = limits;
    this.in = in;
  }

  /// @throws UncheckedIOException if the file cannot be opened
  /// @throws DatasetInvalid if it begins like a compressed stream and is none
  static Lines open(Path file, Limits limits) {
    try {
      return new Lines(file, limits, decompressed(file));
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

  /// The number of the line last read, from 1; 0 before the first.
  long number() {
    return number;
  }

  /// The next line without its end; empty after the last.
  ///
  /// @throws DatasetInvalid if the line or what was read of the file is over its limit, the line is
  ///   not UTF-8, or the compressed stream is broken
  Optional<String> next() {
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = read();
    if (read < 0) {
      return Optional.empty();
    }
    for (; read >= 0 && read != '\n'; read = read()) {
      if (line.size() == limits.lineBytes()) {
        throw invalid(
            "The line is longer than %d bytes.".formatted(limits.lineBytes()),
            "Maybe the file is one JSON array; write one object a line.");
      }
      line.write(read);
    }
    return Optional.of(text(line.toByteArray()));
  }

  /// The next byte, or −1 at the end.
  private int read() {
    if (position == filled) {
      filled = fill();
      position = 0;
      if (filled < 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xff;
  }

  private int fill() {
    int read = readBuffer();
    total += Math.max(read, 0);
    if (total > limits.totalBytes()) {
      throw invalid(
          "The file is longer than %d bytes when decompressed.".formatted(limits.totalBytes()),
          "Split it, or raise the limit if it is meant to be that long.");
    }
    return read;
  }

  private int readBuffer() {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw failure(file, number, e);
    }
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

  private String text(byte[] bytes) {
    int start = number == 1 && startsWithMark(bytes) ? 3 : 0;
    int end =
        bytes.length > start && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid("The line is not UTF-8.", "Convert the file, for instance with iconv.");
    }
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  private DatasetInvalid invalid(String problem, String hint) {
    return new DatasetInvalid(file, number, problem, hint);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(file, number, e);
    }
  }
}
