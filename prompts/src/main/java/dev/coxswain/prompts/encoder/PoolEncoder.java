package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.NoSuchElementException;

/// Gives the prompts of a file their embeddings, those of other files too once it is made. Closed:
/// these are the kinds that a saved belief can carry.
public sealed interface PoolEncoder
    permits BareTextEncoder, GivenVectors, HashEncoder, SentenceEncoder, WordEncoder {

  /// One row a prompt, in their order.
  ///
  /// @throws IllegalArgumentException if the file lacks what this encoder needs
  /// @throws java.io.UncheckedIOException if the session's cache cannot be used
  Embeddings encode(PoolFile file, EncodingSession session);

  /// As [#encode(PoolFile, EncodingSession)] in a plain session.
  default Embeddings encode(PoolFile file) {
    return encode(file, EncodingSession.plain());
  }

  /// What is taken off the prompts before they are encoded.
  default SharedText sharedText() {
    return SharedText.NONE;
  }

  /// All of the encoder as plain numbers, for [#restore].
  Snapshot snapshot();

  /// As [#snapshot], with what the encoder would otherwise compute at first use: ready wherever it
  /// is restored. For sending rather than keeping: the table of a static encoder is 31 MB.
  default Snapshot carrying(EncodingSession session) {
    return snapshot();
  }

  /// The encoder that a snapshot holds.
  ///
  /// @throws IllegalArgumentException if it holds none, or numbers that cannot be
  static PoolEncoder restore(Snapshot snapshot) {
    try {
      return BareTextEncoder.restored(restored(snapshot, snapshot.text("encoder")), snapshot);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The snapshot has no encoder: " + e.getMessage(), e);
    }
  }

  private static PoolEncoder restored(Snapshot snapshot, String kind) {
    return switch (kind) {
      case GivenVectors.KIND -> GivenVectors.restored(snapshot);
      case HashEncoder.KIND -> HashEncoder.restored(snapshot);
      case WordEncoder.KIND -> WordEncoder.restored(snapshot);
      default ->
          SentenceModel.of(kind)
              .map(model -> SentenceEncoder.restored(model, snapshot))
              .orElseThrow(() -> unknown(kind));
    };
  }

  private static IllegalArgumentException unknown(String kind) {
    return new IllegalArgumentException(
        """
        The snapshot's encoder "%s" is not known; there are %s.
        Maybe a later version wrote it.\
        """
            .formatted(kind, String.join(", ", Encoders.names())));
  }
}
