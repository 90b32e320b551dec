package dev.coxswain.snapshot;

import dev.coxswain.snapshot.Snapshot.Entry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/// The bytes of a [Snapshot], version 1, little-endian:
///
/// ```
/// magic     8 bytes   "COXSNAP1"
/// length    int64     bytes that follow, the checksum included
/// count     int32     entries
/// entry     ×count    int32 name length, name (UTF-8), int8 kind (0 floats, 1 doubles, 2 longs, 3 text),
///                     int64 element count, elements
/// checksum  int32     CRC-32C of everything before it
/// ```
///
/// Lengths are checked against the bytes at hand before anything is allocated, so a hostile file
/// cannot ask for more memory than it has bytes. No compression: weights do not shrink, and a bomb
/// cannot be written.
public final class SnapshotFormat {

  private static final byte[] MAGIC = "COXSNAP1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private SnapshotFormat() {}

  /// The bytes of a snapshot; equal snapshots have equal bytes.
  ///
  /// @throws IllegalArgumentException if they would be more than 2 GiB
  public static byte[] write(Snapshot snapshot) {
    long size = (long) MAGIC.length + Long.BYTES + Integer.BYTES + CHECKSUM_BYTES;
    for (Map.Entry<String, Entry> named : snapshot.entries().entrySet()) {
      size += Integer.BYTES + utf8(named.getKey()).length + Byte.BYTES + Long.BYTES;
      size += bytesOf(named.getValue());
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "The snapshot (%d bytes) must stay under 2 GiB.".formatted(size));
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putLong(size - MAGIC.length - Long.BYTES);
    out.putInt(snapshot.entries().size());
    snapshot.entries().forEach((name, entry) -> writeEntry(out, name, entry));
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  /// The snapshot of the bytes.
  ///
  /// @throws SnapshotCorrupt if they are not, to the last bit, what [#write] made
  public static Snapshot read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < MAGIC.length + Long.BYTES + Integer.BYTES + CHECKSUM_BYTES) {
      throw new SnapshotCorrupt(
          "A snapshot of %d bytes is shorter than an empty one.".formatted(bytes.length));
    }
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new SnapshotCorrupt("The first eight bytes are not COXSNAP1: not a snapshot.");
    }
    long length = in.getLong();
    if (length != in.remaining()) {
      throw new SnapshotCorrupt(
          "The snapshot promises %d bytes after its head and has %d: cut short or grown."
              .formatted(length, in.remaining()));
    }
    int body = bytes.length - CHECKSUM_BYTES;
    int written = in.getInt(body);
    int found = checksum(bytes, body);
    if (written != found) {
      throw new SnapshotCorrupt(
          "The snapshot's checksum is %08x, but its bytes give %08x.".formatted(written, found));
    }
    in.limit(body);
    return readEntries(in);
  }

  private static Snapshot readEntries(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0) {
      throw new SnapshotCorrupt("The snapshot promises %d entries.".formatted(count));
    }
    Snapshot.Builder snapshot = new Snapshot.Builder();
    try {
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[within(in, in.getInt(), 1)];
        in.get(name);
        byte kind = in.get();
        long elements = in.getLong();
        snapshot.put(text(name), readEntry(in, kind, elements));
      }
    } catch (BufferUnderflowException e) {
      throw new SnapshotCorrupt("The snapshot ends within an entry.");
    } catch (IllegalArgumentException e) {
      throw new SnapshotCorrupt("The snapshot names an entry twice.");
    }
    if (in.hasRemaining()) {
      throw new SnapshotCorrupt(
          "The snapshot has %d bytes after its last entry.".formatted(in.remaining()));
    }
    return snapshot.build();
  }

  private static void writeEntry(ByteBuffer out, String name, Entry entry) {
    byte[] nameBytes = utf8(name);
    out.putInt(nameBytes.length).put(nameBytes);
    switch (entry) {
      case Entry.Floats floats -> {
        out.put((byte) 0).putLong(floats.values().length);
        out.asFloatBuffer().put(floats.values());
      }
      case Entry.Doubles doubles -> {
        out.put((byte) 1).putLong(doubles.values().length);
        out.asDoubleBuffer().put(doubles.values());
      }
      case Entry.Longs longs -> {
        out.put((byte) 2).putLong(longs.values().length);
        out.asLongBuffer().put(longs.values());
      }
      case Entry.Text text -> {
        byte[] bytes = utf8(text.value());
        out.put((byte) 3).putLong(bytes.length).duplicate().put(bytes);
      }
    }
    out.position(out.position() + (int) bytesOf(entry));
  }

  private static Entry readEntry(ByteBuffer in, byte kind, long elements) {
    return switch (kind) {
      case 0 -> {
        float[] values = new float[within(in, elements, Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        yield new Entry.Floats(values);
      }
      case 1 -> {
        double[] values = new double[within(in, elements, Double.BYTES)];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + values.length * Double.BYTES);
        yield new Entry.Doubles(values);
      }
      case 2 -> {
        long[] values = new long[within(in, elements, Long.BYTES)];
        in.asLongBuffer().get(values);
        in.position(in.position() + values.length * Long.BYTES);
        yield new Entry.Longs(values);
      }
      case 3 -> {
        byte[] bytes = new byte[within(in, elements, 1)];
        in.get(bytes);
        yield new Entry.Text(text(bytes));
      }
      default ->
          throw new SnapshotCorrupt("The snapshot has an entry of unknown kind " + kind + ".");
    };
  }

  private static int within(ByteBuffer in, long elements, int bytesEach) {
    if (elements < 0 || elements > in.remaining() / bytesEach) {
      throw new SnapshotCorrupt(
          "The snapshot promises %d elements where %d bytes are left."
              .formatted(elements, in.remaining()));
    }
    return (int) elements;
  }

  private static long bytesOf(Entry entry) {
    return switch (entry) {
      case Entry.Floats floats -> (long) floats.values().length * Float.BYTES;
      case Entry.Doubles doubles -> (long) doubles.values().length * Double.BYTES;
      case Entry.Longs longs -> (long) longs.values().length * Long.BYTES;
      case Entry.Text text -> utf8(text.value()).length;
    };
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SnapshotCorrupt("The snapshot has a text that is not UTF-8.");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
