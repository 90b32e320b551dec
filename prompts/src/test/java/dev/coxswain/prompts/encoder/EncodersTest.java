package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodersTest {

  private static PoolFile file(Optional<Embeddings> embeddings) {
    return new PoolFile(Pool.of(List.of(new Prompt("a", "1 + 1?", Optional.empty()))), embeddings);
  }

  private static PoolFile file(float... vector) {
    return file(Optional.of(Embeddings.of(new float[][] {vector})));
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Encoders.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void parse_names_areTheEncodings() {
    assertThat(Encoders.parse("hash")).isEqualTo(new Encoding.Hash(256, 0));
    assertThat(Encoders.parse(" hash:dim=512:seed=-7 ")).isEqualTo(new Encoding.Hash(512, -7));
    assertThat(Encoders.parse("given")).isEqualTo(new Encoding.Given());
    assertThat(Encoders.parse("minilm")).isEqualTo(new Encoding.Sentence("minilm", 256));
    assertThat(Encoders.parse("bge-small:tokens=512"))
        .isEqualTo(new Encoding.Sentence("bge-small", 512));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 32})
  void restore_widthOutOfRange_isRefused(long width) {
    Snapshot snapshot =
        new Snapshot.Builder().text("encoder", "given").longs("width", new long[] {width}).build();

    assertThatThrownBy(() -> PoolEncoder.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's width ([%d]) must be one number of at least 1.", width);
  }

  @Test
  void restore_noWidth_isRefused() {
    Snapshot snapshot =
        new Snapshot.Builder().text("encoder", "given").longs("width", new long[0]).build();

    assertThatThrownBy(() -> PoolEncoder.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's width ([]) must be one number of at least 1.");
  }

  @Test
  void parse_unknownName_namesTheNearest() {
    assertRefused(
        "hsah",
        "The encoder \"hsah\" is not known; there are minilm, bge-small, static, hash, given.\nMaybe you meant \"hash\".");
  }

  @Test
  void parse_unknownKey_namesTheNearest() {
    assertRefused(
        "hash:dmi=2",
        "The setting \"dmi=2\" of the encoder \"hash:dmi=2\" must be key=value with one of the keys dim, seed.\nMaybe you meant \"dim\".");
    assertRefused(
        "hash:dim",
        "The setting \"dim\" of the encoder \"hash:dim\" must be key=value with one of the keys dim, seed.\nMaybe you meant \"dim\".");
    assertRefused("given:dim=2", "The encoder \"given\" has no settings, but \"dim=2\" was given.");
  }

  @Test
  void parse_keyTwice_isRefused() {
    assertRefused(
        "hash:dim=64:dim=64",
        "The setting dim of the encoder \"hash:dim=64:dim=64\" is given twice.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "1025", "64.5", ""})
  void parse_dimOutOfRange_isRefused(String dim) {
    assertRefused(
        "hash:dim=" + dim,
        "The setting dim (%s) of the encoder \"hash:dim=%s\" must be a whole number between 32 and 1024."
            .formatted(dim, dim));
  }

  @ParameterizedTest
  @CsvSource({"x", "9223372036854775808"})
  void parse_seedNoNumber_isRefused(String seed) {
    assertRefused(
        "hash:seed=" + seed,
        "The setting seed (%s) of the encoder \"hash:seed=%s\" must be a whole number."
            .formatted(seed, seed));
  }

  @Test
  void parse_tokensOutOfRange_isRefused() {
    assertRefused(
        "minilm:tokens=7",
        "The setting tokens (7) of the encoder \"minilm:tokens=7\" must be a whole number between 8 and 512.");
  }

  @Test
  void fit_hash_isOfTheAskedWidth() {
    PoolFile file = file(Optional.empty());
    assertThat(Encoders.parse("hash:dim=40").fit(file).encode(file).width()).isEqualTo(40);
  }

  @Test
  void fit_given_passesTheVectorsOn() {
    PoolFile file = file(3, 4);
    PoolEncoder encoder = Encoders.parse("given").fit(file);
    assertThat(encoder.encode(file).row(0)).containsExactly(0.6f, 0.8f);
    assertThat(PoolEncoder.restore(encoder.snapshot())).isEqualTo(encoder);
  }

  @Test
  void encode_givenOtherWidth_isRefused() {
    PoolEncoder encoder = new GivenVectors(2);
    assertThatThrownBy(() -> encoder.encode(file(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The embeddings of the pool have 3 numbers; this encoder was made for 2.
            Maybe they come from another model than those that were learned from.\
            """);
  }

  @Test
  void fit_givenWithoutVectors_isRefused() {
    Encoding given = new Encoding.Given();
    assertThatThrownBy(() -> given.fit(file(Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The encoder "given" takes the vectors of the column "embedding", and the pool of 1 prompts has none.
            Maybe use the encoder "hash", which needs the texts alone.\
            """);
  }

  @Test
  void restore_unknownKind_isRefused() {
    Snapshot other = new Snapshot.Builder().text("encoder", "onnx").build();
    assertThatThrownBy(() -> PoolEncoder.restore(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The snapshot's encoder "onnx" is not known; there are minilm, bge-small, static, hash, given.
            Maybe a later version wrote it.\
            """);
  }

  @Test
  void given_noWidth_isRefused() {
    assertThatThrownBy(() -> new GivenVectors(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The width (0) must be at least 1.");
  }
}
