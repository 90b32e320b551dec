package dev.coxswain.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Copies of a folder's history, made while it is in use or not.
public final class Backup {

  private Backup() {}

  /// Copies what is durable now into a file, whole or not at all. A server may go on writing.
  ///
  /// @throws UncheckedIOException if there is no history, the file is there already, or it cannot
  ///   be written
  public static void make(Path folder, Path target) {
    Path file = require(folder.resolve(SqliteDatabase.FILE));
    if (Files.exists(target)) {
      throw new UncheckedIOException(
          "The backup %s is there already.".formatted(target),
          new FileAlreadyExistsException(target.toString()));
    }
    try (Connection connection = SqliteDatabase.connect(file, "-2000")) {
      SqliteDatabase.copy(connection, target);
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot copy %s.".formatted(file), new IOException(e.getMessage(), e));
    }
  }

  /// Puts a backup into a folder that holds no history, after it was verified.
  ///
  /// @return what was found in it
  /// @throws UncheckedIOException if there is a history already, or no backup
  /// @throws Corrupt if the backup is damaged; nothing is put back then
  public static Verification restore(Path backup, Path folder) {
    require(backup);
    Path target = folder.resolve(SqliteDatabase.FILE);
    if (Files.exists(target)) {
      throw new UncheckedIOException(
          "The folder %s holds a history already; move it away first.".formatted(folder),
          new FileAlreadyExistsException(target.toString()));
    }
    Path beside = folder.resolve("restoring");
    try {
      Files.createDirectories(beside);
      Path copy = beside.resolve(SqliteDatabase.FILE);
      Files.deleteIfExists(copy);
      Files.copy(backup, copy);
      Verification found;
      try (SqlStore store = SqlStore.inFolder(beside, 0)) {
        found = store.verify();
      }
      if (!found.isSound()) {
        throw new Corrupt(backup.toString(), found.problems().getFirst());
      }
      Disk.replace(copy, target);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot restore into %s.".formatted(folder), e);
    } finally {
      remove(beside);
    }
  }

  /// Looks at everything in a folder's history, also while it is in use: the pages of its file,
  /// then a copy, to which the caller may do what it likes.
  ///
  /// @param further what else to look at in the copy
  public static Verification verify(Path folder, Further further) {
    Path file = require(folder.resolve(SqliteDatabase.FILE));
    try {
      Path beside = Files.createTempDirectory(folder, "verifying-");
      try {
        try (Connection connection = SqliteDatabase.connect(file, "-2000")) {
          requireWhole(folder, connection);
          SqliteDatabase.copy(connection, beside.resolve(SqliteDatabase.FILE));
        } catch (SQLException e) {
          throw new Corrupt(folder.toString(), String.valueOf(e.getMessage()));
        }
        try (SqlStore copy = SqlStore.inFolder(beside, 0)) {
          Verification found = copy.verify();
          if (found.isSound()) {
            further.look(copy);
          }
          return found;
        }
      } finally {
        remove(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a copy in %s.".formatted(folder), e);
    }
  }

  /// Looks at a copy.
  @FunctionalInterface
  public interface Further {
    void look(Store copy);
  }

  private static void requireWhole(Path folder, Connection connection) throws SQLException {
    for (String problem : SqliteDatabase.integrity(connection)) {
      throw new Corrupt(folder.toString(), problem);
    }
  }

  /// The format of a folder's history.
  public static long format(Path folder) {
    Path file = require(folder.resolve(SqliteDatabase.FILE));
    try (Connection connection = SqliteDatabase.connect(file, "-2000")) {
      return SqliteDatabase.format(connection);
    } catch (SQLException e) {
      throw new UncheckedIOException(
          "Cannot open %s.".formatted(file), new IOException(e.getMessage(), e));
    }
  }

  private static Path require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UncheckedIOException(
          "Cannot read %s.".formatted(file), new NoSuchFileException(file.toString()));
    }
    return file;
  }

  private static void remove(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove %s.".formatted(folder), e);
    }
  }
}
