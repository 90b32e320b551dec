package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;

/// Takes off what the prompts of a pool shared before another encoder reads them. What that one
/// keeps on disk is filed under the bare text, so no template finds the vectors of another.
///
/// @param shared learned from the pool that the encoder was fitted to
/// @param encoder of the bare texts
record BareTextEncoder(SharedText shared, PoolEncoder encoder) implements PoolEncoder {

  private static final String SHARED = "shared-text";

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    return encoder.encode(shared.removedFrom(file), session);
  }

  @Override
  public SharedText sharedText() {
    return shared;
  }

  @Override
  public Snapshot snapshot() {
    return with(encoder.snapshot());
  }

  @Override
  public Snapshot carrying(EncodingSession session) {
    return with(encoder.carrying(session));
  }

  private Snapshot with(Snapshot encoder) {
    Snapshot.Builder snapshot = new Snapshot.Builder();
    encoder.entries().forEach(snapshot::put);
    return snapshot.all(SHARED, shared.snapshot()).build();
  }

  /// An encoder that was kept before texts were made bare stays as it was.
  static PoolEncoder restored(PoolEncoder encoder, Snapshot snapshot) {
    Snapshot shared = snapshot.under(SHARED);
    return shared.entries().isEmpty()
        ? encoder
        : new BareTextEncoder(SharedText.restored(shared), encoder);
  }
}
