package dev.coxswain.prompts.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of a UTF-8 file, one at a time and never more than the limits allow.
///
/// A byte order mark at the start is passed over; a line ends with LF or CR LF.
final class Lines implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Limits limits;
  private final TextStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private int position;
  private long number;

  private Lines(Path file, Limits limits, TextStream in) {
    this.file = file;
    this.limits = limits;
    this.in = in;
  }

  /// @throws java.io.UncheckedIOException if the file cannot be opened
  /// @throws DatasetInvalid if it begins like a compressed stream and is none
  static Lines open(Path file, Limits limits) {
    return new Lines(file, limits, TextStream.open(file, limits));
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
        throw tooLong(file, number, limits);
      }
      line.write(read);
    }
    return Optional.of(text(line.toByteArray()));
  }

  static DatasetInvalid tooLong(Path file, long number, Limits limits) {
    return new DatasetInvalid(
        file,
        number,
        "The line is longer than %d bytes.".formatted(limits.lineBytes()),
        "Maybe the file is one JSON array; write one object a line.");
  }

  /// The next byte, or −1 at the end.
  private int read() {
    if (position == filled) {
      filled = in.read(buffer, 0, BUFFER, number);
      position = 0;
      if (filled < 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xff;
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
    in.close();
  }
}
