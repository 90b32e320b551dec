package dev.coxswain.server.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A database whose writer fails at its n-th call that reaches the disk, and works otherwise.
final class FaultyDatabase implements Database {

  private static final Set<String> REACHING =
      Set.of("executeBatch", "executeUpdate", "commit", "addBatch", "prepareStatement");

  private final Database real;
  private final AtomicInteger left;
  private final Throwable fault;

  /// @param n 1 fails the first; more than there are fails none
  FaultyDatabase(Database real, int n, Throwable fault) {
    this.real = real;
    left = new AtomicInteger(n);
    this.fault = fault;
  }

  /// Whether the fault has happened.
  boolean hasFailed() {
    return left.get() <= 0;
  }

  @Override
  public Connection writer() throws SQLException {
    return faulty(Connection.class, real.writer());
  }

  @Override
  public void release(Connection writer) throws SQLException {
    real.release(writer);
  }

  private <T> T faulty(Class<T> type, T target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (REACHING.contains(method.getName()) && left.decrementAndGet() == 0) {
            throw fault;
          }
          try {
            Object result = method.invoke(target, arguments);
            return result instanceof PreparedStatement statement
                ? faulty(PreparedStatement.class, statement)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public String place() {
    return real.place();
  }

  @Override
  public Connection reader() throws SQLException {
    return real.reader();
  }

  @Override
  public void committed() {
    real.committed();
  }

  @Override
  public long bytes(Connection reader) throws SQLException {
    return real.bytes(reader);
  }

  @Override
  public OptionalLong free() {
    return real.free();
  }

  @Override
  public boolean isNearlyFull() {
    return real.isNearlyFull();
  }

  @Override
  public boolean isFull(SQLException failure) {
    return real.isFull(failure);
  }

  @Override
  public boolean isDamage(SQLException failure) {
    return real.isDamage(failure);
  }

  @Override
  public void scrub(Connection writer) throws SQLException {
    real.scrub(writer);
  }

  @Override
  public List<String> inspect(Connection reader) throws SQLException {
    return real.inspect(reader);
  }

  @Override
  public void close() {
    real.close();
  }
}
