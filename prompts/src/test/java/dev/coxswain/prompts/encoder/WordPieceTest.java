package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.math.RandomKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against Hugging Face's own tokenizers.
final class WordPieceTest {

  private static final WordPiece PIECES = WordPiece.of(SentenceModel.MINILM.tokenizer());

  private static HuggingFaceTokenizer theirs;

  @BeforeAll
  static void load() throws IOException {
    theirs =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(SentenceModel.MINILM.tokenizer()),
            Map.of("padding", "false", "truncation", "true", "maxLength", "256"));
  }

  @AfterAll
  static void close() {
    theirs.close();
  }

  private static void assertSame(String text) {
    assertThat(PIECES.sentence(text, 256))
        .as(text.codePoints().mapToObj("%04x"::formatted).toList().toString())
        .containsExactly(theirs.encode(text, true, false).getIds());
  }

  @Test
  void sentence_referenceTexts_areThoseOfPython() throws IOException {
    for (JsonNode entry : SentenceEncoderTest.reference()) {
      long[] expected =
          StreamSupport.stream(entry.get("tokens").spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray();
      assertThat(PIECES.sentence(entry.get("text").asText(), 256)).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\\frac{a_1+b^2}{\\sqrt{2}} \\leq |x| ~ `y`",
        "naïve Zürich, ÅNGSTRÖM, ﬁne, İstanbul, ΣΊΣΥΦΟΣ, straße",
        "日本語と中文 mixed, 한국어 too",
        "π ≈ 3.14159… “quoted” – dash — dash",
        "a\u0000b\u200bc\u00add\ufffde\u00a0f\u3000g\u2028h",
        "e\u0301 and \u00e9; \uf900 \ud869\udea5 \ud83d\ude00",
        "हिन्दी العربية עברית ไทย"
      })
  void sentence_oddTexts_areTheSame(String text) {
    assertSame(text);
  }

  @Test
  void sentence_longWords_areTheSame() {
    assertSame("a".repeat(100) + " " + "b".repeat(101) + " " + "é".repeat(100) + "c");
    assertSame("x ".repeat(1000));
    assertSame("antidisestablishmentarianism ".repeat(100));
  }

  @Test
  void sentence_randomTexts_areTheSame() {
    RandomGenerator rng = RandomKey.of(0, "texts").generator();
    List<String> ranges =
        List.of(
            " ~",
            "\u00a0\u024f",
            "\u0370\u03ff",
            "\u0400\u04ff",
            "\u2010\u22ff",
            "\u3040\u30ff",
            "\u4e00\u4eff");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 30; j++) {
        String range = ranges.get(rng.nextInt(3) > 0 ? 0 : rng.nextInt(ranges.size()));
        char character = (char) rng.nextInt(range.charAt(0), range.charAt(1) + 1);
        if (Character.isDefined(character)) {
          text.append(character);
        }
      }
      assertSame(text.toString());
    }
  }

  /// Theirs would end the text at its sign for an end.
  @Test
  void sentence_signsInTheText_arePlainText() {
    assertThat(PIECES.sentence("a [SEP] b", 256))
        .hasSize(7)
        .endsWith(PIECES.sentence("b", 256)[1], PIECES.sentence("", 256)[1]);
  }

  @Test
  void of_noVocabulary_isRefused() {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> WordPiece.of(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The vocabulary has no piece [UNK].");
  }
}
