package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against `reference.json`, made in Python: token ids by the tokenizers package; "minilm" by numpy
/// from the model's full-precision weights (layers written out after arXiv:1810.04805, in doubles);
/// "bge-small" by Python's onnxruntime 1.23.2 from the eight-bit weights.
final class SentenceEncoderTest {

  private static final SentenceEncoder MINILM = new SentenceEncoder(SentenceModel.MINILM, 256);

  /// Rounding to eight bits turned the six reference texts by cosines of .985 and more; a wrong
  /// pooling, token or mask by far more (texts of different meaning lie at 0 to .16).
  private static final double ROUNDED = 0.98;

  static JsonNode reference() throws IOException {
    try (InputStream in = SentenceEncoderTest.class.getResourceAsStream("reference.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static Prompt prompt(String text) {
    return new Prompt(text, text, Optional.empty());
  }

  private static Embeddings encoded(SentenceEncoder encoder, List<Prompt> prompts) {
    return encoder.encode(new PoolFile(Pool.of(prompts), Optional.empty()));
  }

  private static double cosine(float[] row, JsonNode other) {
    return IntStream.range(0, row.length).mapToDouble(j -> row[j] * other.get(j).asDouble()).sum();
  }

  @ParameterizedTest
  @EnumSource(SentenceModel.class)
  void encode_referenceTexts_pointTheSameWay(SentenceModel model) throws IOException {
    JsonNode reference = reference();
    List<Prompt> prompts =
        StreamSupport.stream(reference.spliterator(), false)
            .map(entry -> prompt(entry.get("text").asText()))
            .toList();

    Embeddings rows = encoded(new SentenceEncoder(model, 256), prompts);

    for (int i = 0; i < prompts.size(); i++) {
      assertThat(cosine(rows.row(i), reference.get(i).get(model.kind()))).isGreaterThan(ROUNDED);
      assertThat(rows.row(i)).hasSize(SentenceModel.WIDTH);
    }
  }

  @Test
  void encode_likeMeaning_liesNearer() {
    Embeddings rows =
        encoded(
            MINILM,
            List.of(
                prompt("What is the area of a circle with radius 3?"),
                prompt("A disc has a radius of 5 cm; how large is its surface?"),
                prompt("How many ways are there to seat six people in a row?")));
    assertThat(Embeddings.distance(rows.row(0), rows.row(1)))
        .isLessThan(Embeddings.distance(rows.row(0), rows.row(2)));
  }

  @Test
  void encode_besideOthersByAnyThreads_hasTheSameBits() {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      prompts.add(prompt("Compute $%d^2$ %s".formatted(i, "and add seven ".repeat(i % 9))));
    }
    PoolFile file = new PoolFile(Pool.of(prompts), Optional.empty());
    Embeddings alone = encoded(MINILM, List.of(prompts.get(41)));

    for (int threads : new int[] {1, 3}) {
      EncodingSession session =
          new EncodingSession(Optional.empty(), threads, EncodingWatcher.SILENT);
      assertThat(MINILM.encode(file, session).row(41)).containsExactly(alone.row(0));
    }
  }

  @Test
  void encode_beyondTheTokens_isNotRead() {
    SentenceEncoder eight = new SentenceEncoder(SentenceModel.MINILM, 8);
    Embeddings rows =
        encoded(
            eight,
            List.of(
                prompt("one two three four five six"),
                prompt("one two three four five six seven eight"),
                prompt("one two three four five seven")));
    assertThat(rows.row(1)).containsExactly(rows.row(0));
    assertThat(rows.row(2)).isNotEqualTo(rows.row(0));
  }

  @Test
  void encode_oddTexts_areUnitRows() {
    List<Prompt> odd =
        Stream.of("", " ", "π", "\ud800", "\u0000", "字", "x".repeat(100_000))
            .map(text -> new Prompt("p" + text, text, Optional.empty()))
            .toList();
    Embeddings rows = encoded(MINILM, odd);
    for (int i = 0; i < odd.size(); i++) {
      double squares = 0;
      for (float value : rows.row(i)) {
        squares += (double) value * value;
      }
      assertThat(squares).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void restore_throughBytes_isTheSame() {
    byte[] bytes = SnapshotFormat.write(MINILM.snapshot());
    assertThat(PoolEncoder.restore(SnapshotFormat.read(bytes))).isEqualTo(MINILM);
  }

  @Test
  void restore_otherWeights_areRefused() {
    Snapshot other =
        new Snapshot.Builder()
            .text("encoder", "minilm")
            .text("version", "00000000")
            .longs("tokens", new long[] {256})
            .build();
    assertThatThrownBy(() -> PoolEncoder.restore(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The snapshot's encoder "minilm" has the weights 00000000; this version has afdb6f1a.
            Maybe another version wrote it; its vectors cannot be made here.\
            """);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 513, 1L << 40})
  void restore_tokensOutOfRange_isRefused(long tokens) {
    Snapshot snapshot =
        new Snapshot.Builder()
            .text("encoder", "minilm")
            .text("version", "afdb6f1a")
            .longs("tokens", new long[] {tokens})
            .build();
    assertThatThrownBy(() -> PoolEncoder.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's tokens ([%d]) must be one number between 8 and 512.", tokens);
  }

  @Test
  void encoder_tokensOutOfRange_isRefused() {
    assertThatThrownBy(() -> new SentenceEncoder(SentenceModel.MINILM, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's tokens (7) must lie between 8 and 512.");
  }
}
