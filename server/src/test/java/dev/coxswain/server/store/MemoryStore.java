package dev.coxswain.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Events that are gone with the process; a twin starts from a copy.
public final class MemoryStore implements Store {

  private final TreeMap<String, List<byte[]>> logs = new TreeMap<>();
  private final TreeMap<String, TreeMap<Long, byte[]>> snapshots = new TreeMap<>();

  private static String key(Kind kind, String name) {
    return kind + "/" + name;
  }

  /// The same events now, without the snapshots: those are a cache.
  public synchronized MemoryStore copy(boolean withSnapshots) {
    MemoryStore copy = new MemoryStore();
    logs.forEach((key, events) -> copy.logs.put(key, new ArrayList<>(events)));
    if (withSnapshots) {
      snapshots.forEach((key, kept) -> copy.snapshots.put(key, new TreeMap<>(kept)));
    }
    return copy;
  }

  @Override
  public synchronized List<String> names(Kind kind) {
    String prefix = kind + "/";
    return logs.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  @Override
  public synchronized boolean exists(Kind kind, String name) {
    return logs.containsKey(key(kind, name));
  }

  @Override
  public synchronized CompletableFuture<Void> append(
      Kind kind, String name, long number, byte[] event) {
    List<byte[]> log = logs.getOrDefault(key(kind, name), new ArrayList<>());
    if (number != log.size() + 1) {
      return CompletableFuture.failedFuture(
          new Unavailable(false, "The event %d leaves a gap.".formatted(number), new Throwable()));
    }
    log.add(event);
    logs.put(key(kind, name), log);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void read(Kind kind, String name, long after, Reader reader) {
    List<byte[]> events;
    synchronized (this) {
      events = List.copyOf(logs.getOrDefault(key(kind, name), List.of()));
    }
    for (int i = (int) after; i < events.size(); i++) {
      if (!reader.read(i + 1L, events.get(i))) {
        return;
      }
    }
  }

  @Override
  public synchronized void delete(Kind kind, String name) {
    logs.remove(key(kind, name));
    snapshots.keySet().removeIf(key -> key.startsWith(name + "/"));
  }

  @Override
  public synchronized void keep(String run, String lineage, long ordinal, byte[] snapshot) {
    snapshots
        .computeIfAbsent(run + "/" + lineage, absent -> new TreeMap<>())
        .put(ordinal, snapshot);
  }

  @Override
  public synchronized List<Long> snapshots(String run, String lineage) {
    return List.copyOf(snapshots.getOrDefault(run + "/" + lineage, new TreeMap<>()).keySet());
  }

  @Override
  public synchronized void drop(String run, String lineage, long ordinal) {
    snapshots.getOrDefault(run + "/" + lineage, new TreeMap<>()).remove(ordinal);
  }

  @Override
  public synchronized Optional<byte[]> snapshot(String run, String lineage, long ordinal) {
    return Optional.ofNullable(
        snapshots.getOrDefault(run + "/" + lineage, new TreeMap<>()).get(ordinal));
  }
}
