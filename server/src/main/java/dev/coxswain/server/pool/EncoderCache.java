package dev.coxswain.server.pool;

import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.Encoding;
import dev.coxswain.prompts.encoder.EncodingSession;
import dev.coxswain.prompts.encoder.EncodingWatcher;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.server.store.Disk;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What encoders learned of pools, and what slow ones made of their texts, on disk beside the
/// history, so that a restart need not do it again. Whatever is missing or damaged is made anew,
/// with the same bits.
///
/// A folder a pool, deleted with it. An encoder is filed under a digest of all that it was fitted
/// to, so that a pool which is made again under an old name finds nothing of the former.
public final class EncoderCache {

  private static final String FITTED = ".encoder";
  private static final String PARTIAL = ".partial";
  private static final String TABLES = "tables"; // of words, which are of no pool
  private static final String POOL = "pool-"; // no pool is called "tables" or ".." so

  private final Optional<Path> folder;
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  private EncoderCache(Optional<Path> folder) {
    this.folder = folder;
  }

  /// In that folder, which is made when something is kept.
  public static EncoderCache in(Path folder) {
    return new EncoderCache(Optional.of(folder));
  }

  /// Keeps nothing.
  public static EncoderCache none() {
    return new EncoderCache(Optional.empty());
  }

  /// The encoder of that name, fitted to a pool; as it was kept, or a new one, which then is.
  ///
  /// @param pool its name
  /// @param file the pool
  /// @throws IllegalArgumentException if the file lacks what the encoder needs
  public PoolEncoder fitted(String encoder, String pool, PoolFile file) {
    Encoding encoding = Encoders.parse(encoder);
    return switch (encoding) {
      case Encoding.Hash hash -> folder.isPresent() ? kept(hash, pool, file) : hash.fit(file);
      case Encoding.Sentence _, Encoding.Words _, Encoding.Given _ -> encoding.fit(file);
    };
  }

  private PoolEncoder kept(Encoding.Hash hash, String pool, PoolFile file) {
    Path path = folder(pool).orElseThrow().resolve(digest(hash, file) + FITTED);
    used.add(path);
    return read(path)
        .orElseGet(() -> {
          PoolEncoder fitted = hash.fit(file);
          write(path, SnapshotFormat.write(fitted.snapshot()));
          return fitted;
        });
  }

  /// All that the fit depends on, each text with its length before it.
  private static String digest(Encoding.Hash hash, PoolFile file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(12).putInt(hash.width()).putLong(hash.seed()).flip());
      for (Prompt prompt : file.pool().prompts()) {
        byte[] text = prompt.text().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(text.length).flip());
        digest.update(text);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  private static Optional<PoolEncoder> read(Path path) {
    try {
      return Files.exists(path)
          ? Optional.of(PoolEncoder.restore(SnapshotFormat.read(Files.readAllBytes(path))))
          : Optional.empty();
    } catch (SnapshotCorrupt | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the encoder %s.".formatted(path), e);
    }
  }

  private static void write(Path path, byte[] bytes) {
    try {
      Path partial = path.resolveSibling(path.getFileName() + PARTIAL);
      Files.createDirectories(path.resolveSibling("."));
      Files.write(partial, bytes);
      Disk.replace(partial, path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the encoder %s.".formatted(path), e);
    }
  }

  /// Under what conditions to encode prompts of a pool by the encoder of that name.
  public EncodingSession session(String encoder, String pool) {
    Optional<Path> where =
        Encoders.parse(encoder) instanceof Encoding.Words
            ? folder.map(all -> all.resolve(TABLES))
            : folder(pool);
    return new EncodingSession(
        where, Runtime.getRuntime().availableProcessors(), EncodingWatcher.SILENT);
  }

  private Optional<Path> folder(String pool) {
    return folder.map(all -> all.resolve(POOL + pool));
  }

  /// Forgets a pool.
  void forget(String pool) {
    folder(pool).ifPresent(EncoderCache::delete);
  }

  /// Deletes what is of no pool any more, and every encoder that nobody has asked for: to be called
  /// once all runs are loaded.
  ///
  /// @param pools the names of those there are
  void tidy(List<String> pools) {
    Set<String> known = ConcurrentHashMap.newKeySet();
    known.add(TABLES);
    pools.forEach(pool -> known.add(POOL + pool));
    folder.ifPresent(all -> {
      for (Path one : children(all)) {
        if (!known.contains(String.valueOf(one.getFileName()))) {
          delete(one);
        } else {
          children(one).stream().filter(this::isUnused).forEach(EncoderCache::delete);
        }
      }
    });
  }

  private boolean isUnused(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(PARTIAL) || (name.endsWith(FITTED) && !used.contains(file));
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into %s.".formatted(folder), e);
    }
  }

  /// Deletes a file, or a folder of files.
  private static void delete(Path path) {
    children(path).forEach(EncoderCache::delete);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete %s.".formatted(path), e);
    }
  }
}
