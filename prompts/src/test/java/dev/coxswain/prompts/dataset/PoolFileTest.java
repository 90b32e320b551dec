package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile.Options;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolFileTest {

  private static final Options BY_CONTENT = new Options(true, Limits.USUAL);

  @TempDir Path folder;

  private PoolFile read(String... lines) {
    return PoolFile.read(TestFiles.lines(folder, lines));
  }

  private void assertRefused(int line, String message, String... lines) {
    assertRefused(Options.USUAL, line, message, lines);
  }

  private void assertRefused(Options options, int line, String message, String... lines) {
    Path file = TestFiles.lines(folder, lines);
    assertThatThrownBy(() -> PoolFile.read(file, options))
        .isInstanceOfSatisfying(
            DatasetInvalid.class,
            invalid -> {
              assertThat(invalid.file()).isEqualTo(file);
              assertThat(invalid.line()).isEqualTo(line);
            })
        .hasMessage("%s, line %d: %s", file, line, message);
  }

  @Test
  void read_textsAndTopics_areThePool() {
    PoolFile file =
        read(
            "{\"prompt_id\":\"a\",\"prompt\":\"1+1?\",\"topic\":\"sums\",\"level\":3}",
            "",
            "{\"answer\":NaN,\"prompt\":\"2+2?\",\"prompt_id\":\"b\",\"topic\":null}");

    assertThat(file.pool().prompts())
        .containsExactly(
            new Prompt("a", "1+1?", Optional.of("sums")),
            new Prompt("b", "2+2?", Optional.empty()));
    assertThat(file.embeddings()).isEmpty();
  }

  @Test
  void read_gzip_isThePool() {
    byte[] line = "{\"prompt_id\":\"a\",\"prompt\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(PoolFile.read(TestFiles.bytes(folder, TestFiles.gzip(line))).pool().size())
        .isEqualTo(1);
  }

  @Test
  void read_messages_areTheirContentsJoined() {
    PoolFile file =
        read(
            """
            {"prompt_id":"a","prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"1+1?"}]}\
            """);
    assertThat(file.pool().get(0).text()).isEqualTo("Be brief.\n1+1?");
  }

  @Test
  void read_embeddings_areScaledToLengthOne() {
    Embeddings embeddings =
        read(
                "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[3, 4]}",
                "{\"prompt_id\":\"b\",\"prompt\":\"y\",\"embedding\":[0, -2e-3]}")
            .embeddings()
            .orElseThrow();
    assertThat(embeddings.row(0)).containsExactly(0.6f, 0.8f);
    assertThat(embeddings.row(1)).containsExactly(0, -1);
  }

  /// SHA-256 of "abc" is FIPS 180-2's first example.
  @Test
  void read_idFromContent_isTheTextsHash() {
    Path file = TestFiles.lines(folder, "{\"prompt\":\"abc\"}", "{\"prompt\":\"b\"}");
    assertThat(PoolFile.read(file, BY_CONTENT).pool().get(0).id())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void read_idFromContentSameTexts_areRefused() {
    assertRefused(
        BY_CONTENT,
        2,
        """
        The column "prompt" has the same text as line 1.
        Remove one of the two: ids made from the text cannot tell them apart.\
        """,
        "{\"prompt\":\"x\"}",
        "{\"prompt\":\"x\"}");
  }

  @Test
  void read_repeatedId_namesBothLines() {
    assertRefused(
        3,
        """
        The column "prompt_id" ("a") is that of line 1 too.
        Give each prompt its own id, or let ids be made from the texts: --id-from-content.\
        """,
        "{\"prompt_id\":\"a\",\"prompt\":\"x\"}",
        "{\"prompt_id\":\"b\",\"prompt\":\"x\"}",
        "{\"prompt_id\":\"a\",\"prompt\":\"y\"}");
  }

  @Test
  void read_missingPrompt_isRefused() {
    String message =
        """
        The column "prompt" is missing.
        Every row needs it; maybe it has another name in this file.\
        """;
    assertRefused(1, message, "{\"prompt_id\":\"x\"}");
    assertRefused(1, message, "{\"prompt_id\":\"x\",\"prompt\":null}");
  }

  @Test
  void read_missingId_isRefused() {
    String message =
        """
        The column "prompt_id" is missing.
        Every row needs it; maybe it has another name in this file (--id-column), or let ids be made from the texts: --id-from-content.\
        """;
    assertRefused(1, message, "{\"prompt\":\"x\"}");
    assertRefused(1, message, "{\"prompt\":\"x\",\"prompt_id\":null}");
  }

  @Test
  void read_idThatIsANumber_isRefused() {
    assertRefused(
        1,
        """
        The column "prompt_id" (17) must be a text that is not blank.
        Maybe put it in quotes: "17".\
        """,
        "{\"prompt_id\":17,\"prompt\":\"x\"}");
  }

  @Test
  void read_blankPrompt_isRefused() {
    assertRefused(
        1,
        """
        The column "prompt" (" ") must be a text that is not blank.
        Fill it in, or leave the row out.\
        """,
        "{\"prompt_id\":\"a\",\"prompt\":\" \"}");
    assertRefused(
        1,
        """
        The column "prompt" has messages, but no text.
        Fill it in, or leave the row out.\
        """,
        "{\"prompt_id\":\"a\",\"prompt\":[]}");
  }

  @Test
  void read_messageWithoutText_isRefused() {
    assertRefused(
        1,
        """
        The column "prompt" is a list, and its message 2 has no "content" that is a text.
        Keep the text parts of each message only.\
        """,
        """
        {"prompt_id":"a","prompt":[{"role":"user","content":"x"},{"role":"user","content":[1]}]}\
        """);
  }

  @Test
  void read_topicThatIsALongList_isQuotedInPart() {
    assertRefused(
        1,
        """
        The column "topic" ([%s…) must be a text that is not blank.
        Fill it in, or leave the row out.\
        """
            .formatted("1,".repeat(29) + "1"),
        "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"topic\":[%s1]}".formatted("1,".repeat(99)));
  }

  @Test
  void read_notJson_isRefused() {
    assertRefused(
        2,
        """
        The line is not JSON: Unrecognized token 'id': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false').
        Write one JSON object a line, for instance {"prompt_id": "a", …}.\
        """,
        "{\"prompt_id\":\"a\",\"prompt\":\"x\"}",
        "id,prompt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt_id\":\"a\"",
        "{\"prompt_id\":\"a\",\"prompt\":\"x\"} {}",
        "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"prompt\":\"y\"}"
      })
  void read_cutOrDoubled_isNotJson(String line) {
    Path file = TestFiles.lines(folder, line);
    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith("%s, line 1: The line is not JSON: ", file);
  }

  @Test
  void read_nestedWithoutEnd_isNotJson() {
    Path file = TestFiles.lines(folder, "[".repeat(100_000));
    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith("%s, line 1: The line is not JSON: ", file);
  }

  @Test
  void read_arrayOfRows_isRefused() {
    assertRefused(
        1,
        """
        The line is JSON, but no object: [1,2].
        Write one object a line, for instance {"prompt_id": "a", …}.\
        """,
        "[1,2]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e39", "1e400", "null", "\"1\""})
  void read_embeddingNotFinite_isRefused(String number) {
    Path file =
        TestFiles.lines(
            folder,
            "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[0.5,%s]}".formatted(number));
    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith("%s, line 1: The column \"embedding\" has ", file)
        .hasMessageEndingWith(
            """
             at place 2, which is no finite number.
            Embed this prompt again, or leave the row out.\
            """);
  }

  @Test
  void read_embeddingOfZeros_isRefused() {
    assertRefused(
        1,
        """
        The column "embedding" is all zeros and has no direction.
        Embed this prompt again, or leave the row out.\
        """,
        "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[0, 0.0]}");
  }

  @Test
  void read_embeddingNoList_isRefused() {
    for (String value : List.of("[]", "\"0.5\"")) {
      assertRefused(
          1,
          """
          The column "embedding" (%s) must be a list of numbers.
          Write it as [0.1, −0.2, …].\
          """
              .formatted(value),
          "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":%s}".formatted(value));
    }
  }

  @Test
  void read_embeddingsOfTwoWidths_areRefused() {
    assertRefused(
        3,
        """
        The column "embedding" has 3 numbers, but line 2 has 2.
        Embed all prompts with the same encoder.\
        """,
        "",
        "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[1, 2]}",
        "{\"prompt_id\":\"b\",\"prompt\":\"x\",\"embedding\":[1, 2, 3]}");
  }

  @Test
  void read_embeddingInSomeRows_isRefused() {
    String with = "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[1, 2]}";
    String without = "{\"prompt_id\":\"b\",\"prompt\":\"x\"}";
    assertRefused(
        2,
        """
        The column "embedding" is missing, but line 1 has it.
        Embed all prompts or none.\
        """,
        with,
        without);
    assertRefused(
        2,
        """
        The column "embedding" is here, but not in line 1.
        Embed all prompts or none.\
        """,
        without,
        with);
  }

  @Test
  void read_noRows_isRefused() {
    assertRefused(
        1,
        """
        The file has no prompts.
        Maybe it is another file than meant.\
        """,
        "",
        " ");
  }

  @Test
  void of_unequalCounts_isRefused() {
    Pool pool = Pool.of(List.of(new Prompt("a", "x", Optional.empty())));
    Embeddings two = Embeddings.of(new float[][] {{1}, {1}});
    assertThatThrownBy(() -> new PoolFile(pool, Optional.of(two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompts and embeddings (1 and 2) must be equally many.");
  }
}
