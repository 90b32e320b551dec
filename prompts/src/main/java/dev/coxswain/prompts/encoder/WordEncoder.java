package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Embeds a text by the mean of its pieces' vectors in a [WordTable]: a look-up and a sum, without
/// running a network. The order of the words is lost; so is nothing at the end of long texts.
///
/// The table is distilled at first use and kept in the cache; without a cache, distilled again
/// every time.
///
/// @param width d, in [#MIN_WIDTH] .. [#MAX_WIDTH]
record WordEncoder(int width) implements Encoder, PoolEncoder {

  static final String KIND = "static";

  static final int USUAL_WIDTH = 256;
  static final int MIN_WIDTH = 32;

  /// The teacher has no more.
  static final int MAX_WIDTH = SentenceModel.WIDTH;

  WordEncoder {
    if (width < MIN_WIDTH || width > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "The encoder's width (%d) must lie between %d and %d."
              .formatted(width, MIN_WIDTH, MAX_WIDTH));
    }
  }

  @Override
  public Embeddings encode(List<Prompt> prompts) {
    return encode(prompts, EncodingSession.plain());
  }

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    return encode(file.pool().prompts(), session);
  }

  private Embeddings encode(List<Prompt> prompts, EncodingSession session) {
    WordTable table = WordTable.of(width, session);
    EncodingSession uncached =
        new EncodingSession(Optional.empty(), session.threads(), session.watcher());
    return Embeddings.of(
        TextRows.of(
            prompts.stream().map(Prompt::text).toList(),
            KIND,
            WordTable.version(),
            width,
            uncached,
            () -> new Means(table)));
  }

  private record Means(WordTable table) implements TextModel {

    @Override
    public float[] embed(String text) {
      return table.mean(text);
    }

    @Override
    public void close() {
      // nothing native in it
    }
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .text("encoder", KIND)
        .text("version", WordTable.version())
        .longs("width", new long[] {width})
        .build();
  }

  static WordEncoder restored(Snapshot snapshot) {
    String version = snapshot.text("version");
    if (!version.equals(WordTable.version())) {
      throw new IllegalArgumentException(
          """
          The snapshot's encoder "static" has the words %s; this version has %s.
          Maybe another version wrote it; its vectors cannot be made here.\
          """
              .formatted(version, WordTable.version()));
    }
    long[] width = snapshot.longs("width");
    if (width.length != 1 || width[0] < MIN_WIDTH || width[0] > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "The encoder's width (%s) must be one number between %d and %d."
              .formatted(Arrays.toString(width), MIN_WIDTH, MAX_WIDTH));
    }
    return new WordEncoder((int) width[0]);
  }
}
