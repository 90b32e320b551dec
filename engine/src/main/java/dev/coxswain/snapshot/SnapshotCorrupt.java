package dev.coxswain.snapshot;

/// Bytes that are no snapshot, or no longer the one that was written.
public final class SnapshotCorrupt extends RuntimeException {

  private static final long serialVersionUID = 1;

  SnapshotCorrupt(String message) {
    super(message);
  }
}
