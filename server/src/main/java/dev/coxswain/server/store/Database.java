package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/// Where the tables are, and what only that kind of database can say. One process at a time holds
/// it.
interface Database extends AutoCloseable {

  /// What messages call it; without a password.
  String place();

  /// The connection of the one writer, which commits durably. Tables of an earlier format are
  /// brought up to date first, those of a later one refused.
  ///
  /// @throws TooNew if a later version wrote them
  Connection writer() throws SQLException;

  /// Closes the writer's connection. What it held is free when that returns.
  void release(Connection writer) throws SQLException;

  /// A connection that sees one state from its first query to its rollback.
  Connection reader() throws SQLException;

  /// Hears, on the writer's thread, that something was committed.
  void committed();

  /// What the tables take on the disk, and what waits to be written into them.
  long bytes(Connection reader) throws SQLException;

  /// Bytes that are left on the disk, if it is this machine's.
  OptionalLong free();

  /// Whether so little space is left that nothing should be written.
  boolean isNearlyFull();

  /// Whether that says that space has run out.
  boolean isFull(SQLException failure);

  /// Whether that says that the files are damaged.
  boolean isDamage(SQLException failure);

  /// Removes the last traces of rows that were deleted, as far as that can be done now.
  void scrub(Connection writer) throws SQLException;

  /// Looks for damage below the tables.
  ///
  /// @return what is wrong; empty if nothing is
  List<String> inspect(Connection reader) throws SQLException;

  /// Lets another process have it.
  @Override
  void close();
}
