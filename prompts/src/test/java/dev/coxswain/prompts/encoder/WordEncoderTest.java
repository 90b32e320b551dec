package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordEncoderTest {

  /// Distilled once a build folder.
  private static final EncodingSession SESSION =
      new EncodingSession(Optional.of(Path.of("target", "encoders")), 2, EncodingWatcher.SILENT);

  private static PoolFile pool(String... texts) {
    return new PoolFile(
        Pool.of(
            Stream.of(texts).map(text -> new Prompt("p" + text, text, Optional.empty())).toList()),
        Optional.empty());
  }

  @Tag("slow")
  @Test
  void encode_texts_areMeansOfTheirPieces() {
    Embeddings rows =
        new WordEncoder(256)
            .encode(
                pool(
                    "the area of a circle",
                    "circle area",
                    "surface of a disc",
                    "wizards and dragons",
                    "area circle",
                    "",
                    "\u200b"),
                SESSION);
    assertThat(rows.row(1)).containsExactly(rows.row(4)); // order is lost
    assertThat(Embeddings.distance(rows.row(0), rows.row(1)))
        .isLessThan(Embeddings.distance(rows.row(0), rows.row(2)));
    assertThat(Embeddings.distance(rows.row(0), rows.row(2)))
        .isLessThan(Embeddings.distance(rows.row(0), rows.row(3)));
    assertThat(rows.row(5)).startsWith(1, 0, 0).containsExactly(rows.row(6));
  }

  @Tag("slow")
  @Test
  void carrying_restoredElsewhere_givesTheSameBits() {
    WordEncoder encoder = new WordEncoder(32);
    PoolEncoder elsewhere = PoolEncoder.restore(encoder.carrying(SESSION));

    // a plain session has no cache: only a table that came along makes this fast
    assertThat(elsewhere.encode(pool("one circle")).row(0))
        .containsExactly(encoder.encode(pool("one circle"), SESSION).row(0));
  }

  @Test
  void restore_tableOfAnotherSize_isRefused() {
    Snapshot cut =
        new Snapshot.Builder()
            .text("encoder", "static")
            .text("version", WordTable.version())
            .longs("width", new long[] {64})
            .floats("vectors", new float[64])
            .build();
    assertThatThrownBy(() -> PoolEncoder.restore(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's table (64 numbers) must have 30522 pieces of 64 numbers.");
  }

  @Tag("slow")
  @Test
  void table_broken_isDistilledAgain() throws IOException {
    WordEncoder encoder = new WordEncoder(32);
    Path file =
        SESSION
            .cache()
            .orElseThrow()
            .resolve("static-%s-32.snapshot".formatted(WordTable.version()));
    float[] whole = encoder.encode(pool("one circle"), SESSION).row(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(encoder.encode(pool("one circle"), SESSION).row(0)).containsExactly(whole);
    assertThat(Files.readAllBytes(file)).isNotEqualTo(bytes);
  }

  /// a / (a + 1 / (rank · ln n)) by hand: n = 1000, ln n = 6.907755; rank 1: 0.001 / (0.001 +
  /// 0.144765); rank 1000: 0.001 / (0.001 + 0.000144765).
  @Test
  void weight_ranks_followZipf() {
    assertThat(WordTable.weight(0, 1000)).isCloseTo(0.0068603, within(1e-6));
    assertThat(WordTable.weight(999, 1000)).isCloseTo(0.8735419, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 385})
  void encoder_widthOutOfRange_isRefused(int width) {
    assertThatThrownBy(() -> new WordEncoder(width))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's width (%d) must lie between 32 and 384.", width);
  }

  @Test
  void restore_itsSnapshot_isTheSame() {
    assertThat(PoolEncoder.restore(new WordEncoder(64).snapshot())).isEqualTo(new WordEncoder(64));
    assertThat(Encoders.parse("static").fitWhole(pool("a"))).isEqualTo(new WordEncoder(256));
  }

  @Test
  void restore_unsound_isRefused() {
    Snapshot other =
        new Snapshot.Builder()
            .text("encoder", "static")
            .text("version", "x")
            .longs("width", new long[] {64})
            .build();
    Snapshot wide =
        new Snapshot.Builder()
            .text("encoder", "static")
            .text("version", WordTable.version())
            .longs("width", new long[] {385})
            .build();
    assertThatThrownBy(() -> PoolEncoder.restore(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The snapshot's encoder "static" has the words x; this version has %s.
            Maybe another version wrote it; its vectors cannot be made here.\
            """,
            WordTable.version());
    assertThatThrownBy(() -> PoolEncoder.restore(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's width ([385]) must be one number between 32 and 384.");
  }
}
