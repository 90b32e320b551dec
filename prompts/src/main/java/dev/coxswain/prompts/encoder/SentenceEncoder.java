package dev.coxswain.prompts.encoder;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;

/// Embeds texts by a small transformer that was trained to bring texts of like meaning near each
/// other, on the CPU.
///
/// Takes nothing from the pool. A text is cut after its first tokens, which loses the end of long
/// prompts; left out are windows over the rest (their mean would be another kind of vector than a
/// short text's) and tokens beyond the 512 that the models have places for.
///
/// The same text has the same bits whatever is encoded beside it, by however many threads; on
/// another kind of CPU it may have others, since eight-bit kernels differ.
///
/// @param model what encodes
/// @param tokens of a text that are read, in [#MIN_TOKENS] .. [#MAX_TOKENS], the opening and the
///   closing one included
record SentenceEncoder(SentenceModel model, int tokens) implements PoolEncoder {

  /// Longer texts are cut.
  static final int USUAL_TOKENS = 256;

  static final int MIN_TOKENS = 8;

  /// The models have no more places.
  static final int MAX_TOKENS = 512;

  SentenceEncoder {
    if (tokens < MIN_TOKENS || tokens > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "The encoder's tokens (%d) must lie between %d and %d."
              .formatted(tokens, MIN_TOKENS, MAX_TOKENS));
    }
  }

  @Override
  public Embeddings encode(PoolFile file, EncodingSession session) {
    float[][] rows =
        TextRows.of(
            file.pool().prompts().stream().map(Prompt::text).toList(),
            model.kind(),
            "%s-%d".formatted(model.version(), tokens),
            SentenceModel.WIDTH,
            session,
            () -> Transformer.load(model, tokens));
    return Embeddings.of(rows);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .text("encoder", model.kind())
        .text("version", model.version())
        .longs("tokens", new long[] {tokens})
        .build();
  }

  static SentenceEncoder restored(SentenceModel model, Snapshot snapshot) {
    String version = snapshot.text("version");
    if (!version.equals(model.version())) {
      throw new IllegalArgumentException(
          """
          The snapshot's encoder "%s" has the weights %s; this version has %s.
          Maybe another version wrote it; its vectors cannot be made here.\
          """
              .formatted(model.kind(), version, model.version()));
    }
    long[] tokens = snapshot.longs("tokens");
    if (tokens.length != 1 || tokens[0] < MIN_TOKENS || tokens[0] > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "The encoder's tokens (%s) must be one number between %d and %d."
              .formatted(Arrays.toString(tokens), MIN_TOKENS, MAX_TOKENS));
    }
    return new SentenceEncoder(model, (int) tokens[0]);
  }
}
