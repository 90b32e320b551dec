package dev.coxswain.spark;

import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// An encoder on its way to the executors: sent as plain numbers, made once on each of them, asked
/// by all tasks there.
final class SharedEncoder implements Serializable {

  private static final long serialVersionUID = 1;

  private final byte[] snapshot;
  private transient @Nullable PoolEncoder made;

  SharedEncoder(Snapshot encoder) {
    snapshot = SnapshotFormat.write(encoder);
  }

  synchronized PoolEncoder encoder() {
    PoolEncoder known = made;
    if (known == null) {
      known = PoolEncoder.restore(SnapshotFormat.read(snapshot));
      made = known;
    }
    return known;
  }
}
