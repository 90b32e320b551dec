package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same prompts in every format that is read, and the schemas of trainers.
class FormatsTest {

  @TempDir private Path folder;

  private static final List<Prompt> TWO =
      List.of(
          new Prompt("a", "1 + 1 =", Optional.of("sums")),
          new Prompt("b", "say \"hi\",\nü", Optional.empty()));

  private Path csv(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_csv_isThePool() throws IOException {
    String text =
        "topic,prompt_id,ignored,prompt\r\nsums,a,1,1 + 1 =\r\n,b,2,\"say \"\"hi\"\",\nü\"\r\n";

    assertThat(PoolFile.read(csv("set.csv", text)).pool().prompts()).isEqualTo(TWO);
    Path packed =
        Files.write(
            folder.resolve("set.csv.gz"), TestFiles.gzip(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(PoolFile.read(packed).pool().prompts()).isEqualTo(TWO);
  }

  @Test
  void read_csvByAnyName_isSeenInItsHeader() throws IOException {
    String text = "prompt_id,\"prompt\"\na,one\nb,two\n";

    assertThat(PoolFile.read(csv("set.txt", text)).pool().prompts())
        .isEqualTo(PoolFile.read(csv("set.csv", text)).pool().prompts());
  }

  @Test
  void read_csvOfMessagesAndVectors_readsTheirJson() throws IOException {
    Path file =
        csv(
            "set.csv",
            """
            prompt_id,prompt,embedding
            a,"[{""role"": ""user"", ""content"": ""x""}]","[3, 4]"
            b,[not JSON,"[0, 1]"
            """);
    PoolFile read = PoolFile.read(file);

    assertThat(read.pool().prompts()).extracting(Prompt::text).containsExactly("x", "[not JSON");
    assertThat(read.embeddings().orElseThrow().row(0)).containsExactly(0.6f, 0.8f);
  }

  @Test
  void read_csvOfOutcomes_readsNumbers() throws IOException {
    Path file =
        csv(
            "o.csv",
            """
            prompt_id,successes,trials,step
            7,3,8,1.5
            8,0,8,
            """);

    assertThat(OutcomesFile.read(file))
        .containsExactly(
            new RecordedOutcome("7", OptionalDouble.of(1.5), 3, 8),
            new RecordedOutcome("8", OptionalDouble.empty(), 0, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
  void read_parquet_isThePool(String codec) {
    Path file =
        TestFiles.parquet(
            folder,
            "SELECT * FROM (VALUES ('a', '1 + 1 =', 'sums', 1), ('b', 'say \"hi\",' || chr(10) || 'ü', NULL, 2)) AS t(prompt_id, prompt, topic, other)",
            "COMPRESSION " + codec);

    assertThat(PoolFile.read(file).pool().prompts()).isEqualTo(TWO);
  }

  @Test
  void read_parquetOfVerl_takesItsColumns() {
    Path file =
        TestFiles.parquet(
            folder,
            "SELECT [{'role': 'system', 'content': 'Think.'}, {'role': 'user', 'content': 'n = ' || i}] AS prompt, 'gsm8k' AS data_source, {'split': 'train', 'index': i} AS extra_info, [0.5::FLOAT, i::FLOAT] AS embedding FROM range(3) AS r(i)");
    PoolFile read = PoolFile.read(file);

    assertThat(read.pool().prompts())
        .containsExactly(
            new Prompt("gsm8k-0", "Think.\nn = 0", Optional.of("gsm8k")),
            new Prompt("gsm8k-1", "Think.\nn = 1", Optional.of("gsm8k")),
            new Prompt("gsm8k-2", "Think.\nn = 2", Optional.of("gsm8k")));
    assertThat(read.embeddings().orElseThrow().width()).isEqualTo(2);
  }

  @Test
  void read_verlWithoutIndex_isRefused() {
    Path file =
        TestFiles.parquet(
            folder,
            "SELECT [{'role': 'user', 'content': 'n = ' || i}] AS prompt, 'gsm8k' AS data_source, {'index': 0} AS extra_info FROM range(3) AS r(i)");

    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            """
            %s, row 2: The index 0 in "extra_info" (id "gsm8k-0") is that of row 1 too.
            verl takes 0 where a data set has no index; number the rows, or let ids be made from the texts: --id-from-content.\
            """,
            file);
    assertThat(PoolFile.read(file, new Options(true, Limits.USUAL)).pool().size()).isEqualTo(3);
  }

  @Test
  void read_otherColumnNames_areFound() {
    Path file =
        TestFiles.lines(folder, "{\"uid\":\"a\",\"question\":\"x\",\"subject\":\"algebra\"}");
    Options options = new Options(false, Limits.USUAL, new Columns("uid", "question", "subject"));

    assertThat(PoolFile.read(file, options).pool().prompts())
        .containsExactly(new Prompt("a", "x", Optional.of("algebra")));
    assertThatThrownBy(() -> new Columns("uid", " ", "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The columns' names (\"uid\", \" \" and \"t\") must not be blank.");
  }
}
