package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.NoSuchElementException;

/// Gives the prompts of a file their embeddings, those of other files too once it is made. Closed:
/// these are the kinds that a saved belief can carry.
public sealed interface PoolEncoder permits GivenVectors, HashEncoder {

  /// One row a prompt, in their order.
  ///
  /// @throws IllegalArgumentException if the file lacks what this encoder needs
  Embeddings encode(PoolFile file);

  /// All of the encoder as plain numbers, for [#restore].
  Snapshot snapshot();

  /// The encoder that a snapshot holds.
  ///
  /// @throws IllegalArgumentException if it holds none, or numbers that cannot be
  static PoolEncoder restore(Snapshot snapshot) {
    try {
      return restored(snapshot, snapshot.text("encoder"));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("The snapshot has no encoder: " + e.getMessage(), e);
    }
  }

  private static PoolEncoder restored(Snapshot snapshot, String kind) {
    return switch (kind) {
      case GivenVectors.KIND -> GivenVectors.restored(snapshot);
      case HashEncoder.KIND -> HashEncoder.restored(snapshot);
      default ->
          throw new IllegalArgumentException(
              """
              The snapshot's encoder "%s" is not known; there are %s and %s.
              Maybe a later version wrote it.\
              """
                  .formatted(kind, GivenVectors.KIND, HashEncoder.KIND));
    };
  }
}
