package dev.coxswain.server.run;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.pool.PoolRevision;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run's pool at any revision, embedded by the encoder that was fitted when the run began. Keeps
/// the last one that was asked for.
final class RunPools {

  /// Makes them.
  @FunctionalInterface
  interface Source {
    RunPools of(RunConfig config, long fitted);
  }

  private final Pools pools;
  private final RunConfig config;
  private final long fitted;
  private final String key;
  private @Nullable PoolEncoder encoder;
  private @Nullable Prepared last;
  private @Nullable Projection projection;

  /// @param key of what it embeds, and how
  RunPools(Pools pools, RunConfig config, long fitted, String key) {
    this.key = key;
    this.pools = pools;
    this.config = config;
    this.fitted = fitted;
  }

  String key() {
    return key;
  }

  /// The revision of now; an empty pool does not count as one, for nothing can be selected from it.
  synchronized long latest() {
    Prepared known = last;
    return known != null && pools.size(config.pool()) == 0
        ? known.revision()
        : pools.revision(config.pool());
  }

  synchronized Prepared at(long revision) {
    Prepared known = last;
    if (known == null || known.revision() != revision) {
      known = prepared(pools.at(config.pool(), revision));
      last = known;
    }
    return known;
  }

  /// The plane on which its maps are drawn, of the pool that the run began with.
  Projection projection() {
    Projection known;
    synchronized (this) {
      known = projection;
    }
    if (known == null) {
      known = Projection.of(beginning().embeddings()); // outside the lock: selects must not wait
      synchronized (this) {
        projection = known;
      }
    }
    return known;
  }

  private synchronized Prepared beginning() {
    Prepared known = last;
    return known != null && known.revision() == fitted
        ? known
        : prepared(pools.at(config.pool(), fitted));
  }

  private Prepared prepared(PoolRevision revision) {
    try {
      PoolFile file = revision.file();
      return new Prepared(revision.number(), file.pool(), embeddings(file));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(
          Code.INVALID_FIELD,
          "The pool %s cannot be encoded by \"%s\": %s",
          config.pool(),
          config.encoder(),
          e.getMessage());
    }
  }

  /// Every prompt's row depends on the prompt alone, so those of the last revision are used again.
  private Embeddings embeddings(PoolFile file) {
    Prepared known = last;
    if (known == null || file.embeddings().isPresent()) {
      return encode(file);
    }
    int[] rows = new int[file.pool().size()];
    List<Prompt> fresh = new ArrayList<>();
    int[] former = file.pool().indicesIn(known.pool());
    for (int i = 0; i < rows.length; i++) {
      Prompt prompt = file.pool().get(i);
      boolean same = former[i] >= 0 && known.pool().get(former[i]).text().equals(prompt.text());
      rows[i] = same ? former[i] : known.pool().size() + fresh.size();
      if (!same) {
        fresh.add(prompt);
      }
    }
    Embeddings all =
        fresh.isEmpty()
            ? known.embeddings()
            : known.embeddings().and(encode(new PoolFile(Pool.of(fresh), Optional.empty())));
    return all.subset(rows);
  }

  /// The embeddings of other prompts.
  Embeddings encode(PoolFile file) {
    return encoder().encode(file, pools.encoders().session(config.encoder(), config.pool()));
  }

  /// The encoder, as its own plain numbers.
  Snapshot encoderSnapshot() {
    return encoder().snapshot();
  }

  private synchronized PoolEncoder encoder() {
    PoolEncoder known = encoder;
    if (known == null) {
      known =
          pools
              .encoders()
              .fitted(config.encoder(), config.pool(), pools.at(config.pool(), fitted).file());
      encoder = known;
    }
    return known;
  }
}
