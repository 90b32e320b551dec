package dev.coxswain.prompts.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/// The vectors that one version of one encoder gave to texts, on disk.
///
/// A log of records that only grows, little-endian:
///
/// ```
/// magic     8 bytes   "COXEMBD1"
/// width     int32     d
/// record    ×n        key (2 × int64), d × float32, int32 CRC-32C of the record before it
/// ```
///
/// A text itself is not kept, only its [TextKey]. Vectors are written while the encoding goes on,
/// so one that was interrupted goes on where it stopped. A record that a crash left half-written,
/// or whose checksum is wrong, counts as not there and is written anew. Several processes may share
/// the file.
final class EmbeddingCache {

  private static final byte[] MAGIC = "COXEMBD1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = MAGIC.length + Integer.BYTES;
  private static final int KEY = 2 * Long.BYTES;
  private static final int READ_AT_ONCE = 1 << 20; // bytes

  /// Locks of files hold between processes only; within this one, so does this.
  private static final Object APPENDING = new Object();

  private final Path file;
  private final int width;

  private EmbeddingCache(Path file, int width) {
    this.file = file;
    this.width = width;
  }

  /// The cache in that file; made if it is not there, emptied if it is none of this width.
  ///
  /// @throws UncheckedIOException if it can be neither read nor written
  static EmbeddingCache open(Path file, int width) {
    EmbeddingCache cache = new EmbeddingCache(file, width);
    synchronized (APPENDING) {
      try {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        try (FileChannel channel = cache.channel();
            FileLock _ = channel.lock()) {
          if (!cache.hasHead(channel)) {
            channel.truncate(0);
            channel.write(cache.head(), 0);
          }
        }
      } catch (IOException e) {
        throw cache.failed(e);
      }
    }
    return cache;
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "Cannot use the cache of embeddings %s; another folder can be named.".formatted(file), e);
  }

  private ByteBuffer head() {
    return buffer(HEAD).put(MAGIC).putInt(width).flip();
  }

  private boolean hasHead(FileChannel channel) throws IOException {
    ByteBuffer found = buffer(HEAD);
    while (found.hasRemaining() && channel.read(found, found.position()) > 0) {
      // reads on
    }
    return found.flip().equals(head());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int recordBytes() {
    return KEY + width * Float.BYTES + Integer.BYTES;
  }

  /// The vectors that are there for these texts, (d) each.
  Map<TextKey, float[]> find(Set<TextKey> wanted) {
    Map<TextKey, float[]> found = new HashMap<>();
    int size = recordBytes();
    ByteBuffer records = buffer(Math.max(1, READ_AT_ONCE / size) * size);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(HEAD);
      while (channel.read(records) >= 0) {
        records.flip();
        while (records.remaining() >= size) {
          read(records, wanted, found);
        }
        records.compact();
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return found;
  }

  /// One record, which the buffer then has behind it.
  private void read(ByteBuffer records, Set<TextKey> wanted, Map<TextKey, float[]> found) {
    int start = records.position();
    TextKey key = new TextKey(records.getLong(), records.getLong());
    if (wanted.contains(key)) {
      float[] vector = new float[width];
      records.asFloatBuffer().get(vector);
      int written = records.getInt(start + KEY + width * Float.BYTES);
      if (written == checksum(records, start)) {
        found.put(key, vector);
      }
    }
    records.position(start + recordBytes());
  }

  private int checksum(ByteBuffer records, int start) {
    CRC32C checksum = new CRC32C();
    checksum.update(records.slice(start, KEY + width * Float.BYTES));
    return (int) checksum.getValue();
  }

  /// Adds vectors to the end, behind the last whole record.
  void append(List<TextKey> keys, List<float[]> vectors) {
    ByteBuffer records = buffer(keys.size() * recordBytes());
    for (int i = 0; i < keys.size(); i++) {
      int start = records.position();
      records.putLong(keys.get(i).first()).putLong(keys.get(i).second());
      records.asFloatBuffer().put(vectors.get(i));
      records.position(start + KEY + width * Float.BYTES);
      records.putInt(checksum(records, start));
    }
    records.flip();
    synchronized (APPENDING) {
      try (FileChannel channel = channel();
          FileLock _ = channel.lock()) {
        long whole = Math.max(0, (channel.size() - HEAD) / recordBytes());
        channel.position(HEAD + whole * recordBytes());
        while (records.hasRemaining()) {
          channel.write(records);
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
