package dev.coxswain.snapshot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/// Named arrays of plain numbers and a few words about them: what a belief or a checkpoint is on
/// disk.
///
/// Holds floats, doubles, longs and texts and nothing that runs; a file from elsewhere is data. The
/// order of the entries is the order of insertion and part of the bytes.
public final class Snapshot {

  private final Map<String, Entry> entries;

  private Snapshot(Map<String, Entry> entries) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /// One named thing. Arrays are shared, not copied: a snapshot is made to be written or taken
  /// apart at once, and a belief of 20 M parameters should not be held twice.
  @SuppressWarnings("ArrayRecordComponent") // never compared, and sharing the array is the point
  public sealed interface Entry {
    record Floats(float[] values) implements Entry {}

    record Doubles(double[] values) implements Entry {}

    record Longs(long[] values) implements Entry {}

    record Text(String value) implements Entry {}
  }

  public Map<String, Entry> entries() {
    return entries;
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  public float[] floats(String name) {
    if (entry(name) instanceof Entry.Floats found) {
      return found.values();
    }
    throw wrongKind(name, "floats");
  }

  public double[] doubles(String name) {
    if (entry(name) instanceof Entry.Doubles found) {
      return found.values();
    }
    throw wrongKind(name, "doubles");
  }

  public long[] longs(String name) {
    if (entry(name) instanceof Entry.Longs found) {
      return found.values();
    }
    throw wrongKind(name, "longs");
  }

  public String text(String name) {
    if (entry(name) instanceof Entry.Text found) {
      return found.value();
    }
    throw wrongKind(name, "text");
  }

  /// The entries whose names start with `prefix + "/"`, without that prefix.
  public Snapshot under(String prefix) {
    String start = prefix + "/";
    Builder part = new Builder();
    entries.forEach((name, entry) -> {
      if (name.startsWith(start)) {
        part.put(name.substring(start.length()), entry);
      }
    });
    return part.build();
  }

  private Entry entry(String name) {
    Entry found = entries.get(name);
    if (found == null) {
      throw new NoSuchElementException(
          "The snapshot has no entry %s; it has %s.".formatted(name, entries.keySet()));
    }
    return found;
  }

  private static NoSuchElementException wrongKind(String name, String wanted) {
    return new NoSuchElementException(
        "The snapshot's entry %s does not hold %s.".formatted(name, wanted));
  }

  /// Collects entries; a name is taken once.
  public static final class Builder {

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    public Builder floats(String name, float[] values) {
      return put(name, new Entry.Floats(values));
    }

    public Builder doubles(String name, double[] values) {
      return put(name, new Entry.Doubles(values));
    }

    public Builder longs(String name, long[] values) {
      return put(name, new Entry.Longs(values));
    }

    public Builder text(String name, String value) {
      return put(name, new Entry.Text(value));
    }

    /// All entries of another snapshot, each name behind `prefix + "/"`.
    public Builder all(String prefix, Snapshot other) {
      other.entries().forEach((name, entry) -> put(prefix + "/" + name, entry));
      return this;
    }

    public Builder put(String name, Entry entry) {
      if (entries.putIfAbsent(name, entry) != null) {
        throw new IllegalArgumentException("The entry %s is there already.".formatted(name));
      }
      return this;
    }

    public Snapshot build() {
      return new Snapshot(entries);
    }
  }
}
