package dev.coxswain.prompts.dataset;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The end of a Parquet file, looked at before anybody decodes it: a schema of a million columns
/// costs its reader gigabytes before it can say how many there are.
///
/// Only as much is read as the answer needs: the length of the footer, and the head of its list of
/// schema elements (thrift's compact protocol: field 1 is the version, field 2 that list). Whatever
/// is not as the format has it passes: who decodes the file will say what is wrong with it.
final class ParquetFooter {

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int TAIL = 8; // length, then the magic
  private static final int HEAD = 16; // version and list head are at most 12 bytes
  private static final int LONGEST = 64 << 20;

  /// A column that is a list of structs takes a handful of elements besides its leaves.
  private static final int ELEMENTS_A_COLUMN = 8;

  private static final int VERSION = 0x15; // field 1, i32
  private static final int SCHEMA = 0x19; // field 2, list
  private static final int STRUCTS = 0x0c;

  private ParquetFooter() {}

  /// @throws DatasetInvalid if the footer is longer, or its schema larger, than is read
  static void check(Path file, Limits limits) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long end = bytes.length() - TAIL;
      if (end < 0) {
        return;
      }
      ByteBuffer tail = read(bytes, end, TAIL);
      long length = Integer.toUnsignedLong(tail.getInt());
      if (tail.compareTo(ByteBuffer.wrap(MAGIC)) != 0 || length > end) {
        return;
      }
      checkLength(file, length);
      ByteBuffer head = read(bytes, end - length, (int) Math.min(HEAD, length));
      OptionalInt elements = schemaElements(head);
      if (elements.isPresent()) {
        checkElements(file, Integer.toUnsignedLong(elements.getAsInt()), limits);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }

  private static ByteBuffer read(RandomAccessFile file, long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(from);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void checkLength(Path file, long length) {
    if (length > LONGEST) {
      throw new DatasetInvalid(
          Place.row(file, 1),
          "The footer is %d bytes long; at most %d are read.".formatted(length, LONGEST),
          "Keep the columns of prompts only, and write larger row groups.");
    }
  }

  private static void checkElements(Path file, long elements, Limits limits) {
    long most = (long) ELEMENTS_A_COLUMN * limits.columns();
    if (elements > most) {
      throw new DatasetInvalid(
          Place.row(file, 1),
          "The schema has %d columns and groups of columns; at most %d are read."
              .formatted(elements, most),
          "Keep the columns of prompts only.");
    }
  }

  /// How many elements the schema says it has, unsigned.
  private static OptionalInt schemaElements(ByteBuffer footer) {
    if (!starts(footer, VERSION)) {
      return OptionalInt.empty();
    }
    OptionalInt version = varint(footer);
    if (version.isEmpty() || !starts(footer, SCHEMA) || !footer.hasRemaining()) {
      return OptionalInt.empty();
    }
    int list = footer.get() & 0xff;
    if ((list & 0x0f) != STRUCTS) {
      return OptionalInt.empty();
    }
    int few = list >> 4; // 15: the number follows
    return few < 15 ? OptionalInt.of(few) : varint(footer);
  }

  private static boolean starts(ByteBuffer bytes, int with) {
    return bytes.hasRemaining() && (bytes.get() & 0xff) == with;
  }

  private static OptionalInt varint(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE && bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return OptionalInt.of(value);
      }
    }
    return OptionalInt.empty();
  }
}
