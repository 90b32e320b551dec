package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;

/// Takes the vectors of the file's column `embedding` as they are, scaled to length 1.
///
/// @param width d, of every file it is asked about
public record GivenVectors(int width) implements PoolEncoder {

  static final String KIND = "given";

  public GivenVectors {
    if (width < 1) {
      throw new IllegalArgumentException("The width (%d) must be at least 1.".formatted(width));
    }
  }

  /// For files whose vectors are as wide as this one's.
  ///
  /// @throws IllegalArgumentException if it has none
  public static GivenVectors fit(PoolFile file) {
    return new GivenVectors(vectors(file).width());
  }

  private static Embeddings vectors(PoolFile file) {
    return file.embeddings()
        .orElseThrow(() ->
            new IllegalArgumentException(
                """
                The encoder "given" takes the vectors of the column "embedding", and the pool of %d prompts has none.
                Maybe use the encoder "hash", which needs the texts alone.\
                """
                    .formatted(file.pool().size())));
  }

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    Embeddings embeddings = vectors(file);
    if (embeddings.width() != width) {
      throw new IllegalArgumentException(
          """
          The embeddings of the pool have %d numbers; this encoder was made for %d.
          Maybe they come from another model than those that were learned from.\
          """
              .formatted(embeddings.width(), width));
    }
    return embeddings;
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder().text("encoder", KIND).longs("width", new long[] {width}).build();
  }

  static GivenVectors restored(Snapshot snapshot) {
    long[] width = snapshot.longs("width");
    if (width.length != 1 || width[0] < 1 || width[0] > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "The encoder's width (%s) must be one number of at least 1."
              .formatted(Arrays.toString(width)));
    }
    return new GivenVectors((int) width[0]);
  }
}
