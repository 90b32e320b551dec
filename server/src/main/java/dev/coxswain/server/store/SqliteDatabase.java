package dev.coxswain.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file in a folder: write-ahead log, synchronous FULL, so that a commit is on the disk
/// when it returns. What is deleted is overwritten with zeros.
final class SqliteDatabase implements Database {

  static final String FILE = "coxswain.db";

  private static final int APPLICATION = 0x436f7853; // "CoxS"
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "afs",
          "ceph",
          "lustre",
          "gpfs",
          "beegfs",
          "glusterfs",
          "webdav",
          "davfs",
          "ocfs2",
          "gfs2");

  private final Path folder;
  private final Path file;
  private final long watermark;
  private final FolderLock lock;
  private final Checkpointer checkpointer;

  /// Takes the folder, which is made if it is not there.
  ///
  /// @param watermark bytes that must stay free on the disk
  /// @param network whether the disk may be one of a network
  /// @throws InUse if another process has it
  /// @throws OnNetworkDisk unless it may be
  SqliteDatabase(Path folder, long watermark, boolean network) {
    this.folder = folder;
    file = folder.resolve(FILE);
    this.watermark = watermark;
    try {
      Files.createDirectories(folder);
      String type = Files.getFileStore(folder).type();
      if (isNetwork(type) && !network) {
        throw new OnNetworkDisk(folder, type);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder %s.".formatted(folder), e);
    }
    lock = FolderLock.take(folder);
    checkpointer = new Checkpointer(file);
  }

  /// Whether a file system of that type is on another machine.
  static boolean isNetwork(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    String bare = lower.startsWith("fuse.") ? lower.substring(5) : lower;
    return NETWORK.contains(bare) || bare.contains("sshfs") || bare.contains("s3");
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public Connection writer() throws SQLException {
    Connection connection = connect(file, "-8000");
    try {
      boolean changed = prepare(connection);
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_autocheckpoint = " + Checkpointer.BOUND);
        if (changed) {
          statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
          statement.execute("VACUUM"); // which makes it so
        }
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void release(Connection writer) throws SQLException {
    writer.close();
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = connect(file, "-2000");
    connection.setAutoCommit(false);
    return connection;
  }

  static Connection connect(Path file, String cache) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, cache);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private boolean prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long format = single(statement, "PRAGMA user_version");
      long application = single(statement, "PRAGMA application_id");
      if (format > Schema.FORMAT) {
        throw new TooNew(place(), format);
      }
      if (format == Schema.FORMAT) {
        if (application != APPLICATION) {
          throw new Corrupt(place(), "the file %s is not marked as ours".formatted(file));
        }
        return false;
      }
      if (format == 1) {
        copy(connection, folder.resolve(FILE + ".format-1"));
      }
      connection.setAutoCommit(false);
      if (format == 1) {
        Schema.seal(connection);
      } else {
        Schema.create(connection, "BLOB");
      }
      statement.execute("PRAGMA application_id = " + APPLICATION);
      statement.execute("PRAGMA user_version = " + Schema.FORMAT);
      connection.commit();
      return true;
    }
  }

  static long format(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return single(statement, "PRAGMA user_version");
    }
  }

  private static long single(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /// Copies what is committed to a new file, whole or not at all.
  static void copy(Connection connection, Path target) throws SQLException {
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      Files.deleteIfExists(partial);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "VACUUM INTO '%s'".formatted(partial.toString().replace("'", "''")));
      }
      Disk.replace(partial, target);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(target), e);
    }
  }

  @Override
  public long bytes(Connection reader) {
    return length(file) + length(folder.resolve(FILE + "-wal"));
  }

  private static long length(Path file) {
    return file.toFile().length(); // 0 where there is none
  }

  @Override
  public OptionalLong free() {
    return OptionalLong.of(usable());
  }

  @Override
  public boolean isNearlyFull() {
    return usable() < watermark;
  }

  private long usable() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask how full the disk of %s is.".formatted(folder), e);
    }
  }

  @Override
  public boolean isFull(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
  }

  @Override
  public boolean isDamage(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && ((sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB);
  }

  @Override
  public void scrub(Connection writer) throws SQLException {
    writer.setAutoCommit(true);
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA incremental_vacuum");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      writer.setAutoCommit(false);
    }
  }

  @Override
  public List<String> inspect(Connection reader) throws SQLException {
    return integrity(reader);
  }

  /// What SQLite itself finds wrong.
  static List<String> integrity(Connection reader) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      while (rows.next()) {
        if (!"ok".equals(rows.getString(1))) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  @Override
  public void committed() {
    checkpointer.committed();
  }

  @Override
  public void close() {
    checkpointer.close();
    lock.close();
  }
}
