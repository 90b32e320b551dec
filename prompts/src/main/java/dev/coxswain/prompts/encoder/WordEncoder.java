package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Embeds a text by the mean of its pieces' vectors in a [WordTable]: a look-up and a sum, without
/// running a network. The order of the words is lost; so is nothing at the end of long texts.
///
/// The table is distilled at first use and kept in the cache; without a cache, distilled again
/// every time, unless the encoder carries it.
///
/// @param width d, in [#MIN_WIDTH] .. [#MAX_WIDTH]
/// @param carried the table, if it came with the encoder
record WordEncoder(int width, @Nullable WordTable carried) implements PoolEncoder {

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

  WordEncoder(int width) {
    this(width, null);
  }

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    WordTable table = table(session);
    EncodingSession uncached =
        new EncodingSession(Optional.empty(), session.threads(), session.watcher());
    return Embeddings.of(
        TextRows.of(
            file.pool().prompts().stream().map(Prompt::text).toList(),
            KIND,
            WordTable.version(),
            width,
            uncached,
            () -> new Means(table)));
  }

  private WordTable table(EncodingSession session) {
    return carried == null ? WordTable.of(width, session) : carried;
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
    return described().build();
  }

  @Override
  public Snapshot carrying(EncodingSession session) {
    return described().floats("vectors", table(session).vectors()).build();
  }

  private Snapshot.Builder described() {
    return new Snapshot.Builder()
        .text("encoder", KIND)
        .text("version", WordTable.version())
        .longs("width", new long[] {width});
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
    int d = (int) width[0];
    return snapshot.has("vectors")
        ? new WordEncoder(d, WordTable.of(d, snapshot.floats("vectors")))
        : new WordEncoder(d);
  }
}
