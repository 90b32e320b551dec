package dev.coxswain.server.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A store that can be read and is not changed: events are refused, snapshots, which are a cache,
/// not kept.
///
/// @param store what is read
public record Untouched(Store store) implements Store {

  private static final String WHY = "the history is only looked at";

  @Override
  public List<String> names(Kind kind) {
    return store.names(kind);
  }

  @Override
  public boolean exists(Kind kind, String name) {
    return store.exists(kind, name);
  }

  @Override
  public CompletableFuture<Void> append(Kind kind, String name, long number, byte[] event) {
    return CompletableFuture.failedFuture(new Unavailable(WHY));
  }

  @Override
  public void read(Kind kind, String name, long after, Reader reader) {
    store.read(kind, name, after, reader);
  }

  @Override
  public void delete(Kind kind, String name) {
    throw new Unavailable(WHY);
  }

  @Override
  public void keep(String run, String lineage, long ordinal, byte[] snapshot) {}

  @Override
  public List<Long> snapshots(String run, String lineage) {
    return store.snapshots(run, lineage);
  }

  @Override
  public void drop(String run, String lineage, long ordinal) {}

  @Override
  public Optional<byte[]> snapshot(String run, String lineage, long ordinal) {
    return store.snapshot(run, lineage, ordinal);
  }
}
