package dev.coxswain.server.pool;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompts.dataset.PoolFile;
import java.util.List;
import java.util.Optional;

/// A pool as it was after one change.
public final class PoolRevision {

  private final long number;
  private final List<PoolEntry> entries;

  PoolRevision(long number, List<PoolEntry> entries) {
    this.number = number;
    this.entries = entries;
  }

  /// From 0 for the empty pool.
  public long number() {
    return number;
  }

  public int size() {
    return entries.size();
  }

  /// What encoders take.
  ///
  /// @throws IllegalArgumentException if it is empty, or its embeddings are of several widths
  public PoolFile file() {
    Pool pool = Pool.of(entries.stream().map(PoolEntry::prompt).toList());
    boolean embedded = entries.stream().allMatch(entry -> entry.vector().isPresent());
    return new PoolFile(
        pool,
        embedded
            ? Optional.of(Embeddings.of(entries.size(), i -> entries.get(i).vector().orElseThrow()))
            : Optional.empty());
  }
}
