package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes a file holds, reading it ends in a pool or in a refusal that names the file;
/// never in another failure. A usual run reads the files below; `make fuzz` lets Jazzer change
/// them.
class DatasetFuzzTest {

  private static final Limits LIMITS = new Limits(10_000, 1_000_000, 1_000, 100, 5_000, 100);

  @TempDir private static Path folder;

  static Stream<Arguments> texts() {
    return written().map(text -> Arguments.of((Object) text));
  }

  static Stream<Arguments> packed() {
    return written().map(text -> Arguments.of((Object) TestFiles.gzip(text)));
  }

  private static Stream<byte[]> written() {
    return Stream.of(
            "{\"prompt_id\":\"a\",\"prompt\":\"1 + 1\",\"topic\":\"t\",\"level\":3}\n",
            "{\"prompt_id\":1,\"prompt\":[{\"role\":\"user\",\"content\":\"é\\ud83d\\ude00\"}]}\n{}\n",
            "\ufeff{\"prompt\":\"x\",\"extra_info\":{\"index\":0},\"data_source\":\"s\"}\r\n\n{\"prompt\":",
            "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"embedding\":[1,2.5e3,\"NaN\"]}",
            "prompt_id,prompt,embedding\na,\"x, \"\"y\"\"\",\"[1, 2]\"\n",
            "prompt_id,successes,trials,step\na,1,8,0\na,8,8,1\n",
            "prompt_id,prompt\na,\"")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> tables() throws IOException {
    Path made = Files.createTempDirectory("tables");
    return Stream.of(
            "SELECT 'a' || i AS prompt_id, 'text ' || i AS prompt, i AS level FROM range(3) AS r(i)",
            "SELECT [{'role': 'user', 'content': 'x'}] AS prompt, {'index': 1} AS extra_info, 's' AS data_source",
            "SELECT 'a' AS prompt_id, 'x' AS prompt, [1.0::FLOAT, 2.0::FLOAT] AS embedding")
        .map(query -> Arguments.of((Object) bytes(TestFiles.parquet(made, query))));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "2m")
  void text(byte[] bytes) throws IOException {
    readOrRefused(bytes, "set.jsonl");
    readOrRefused(bytes, "set.csv");
  }

  @MethodSource("packed")
  @FuzzTest(maxDuration = "2m")
  void compressed(byte[] bytes) throws IOException {
    readOrRefused(bytes, "set.jsonl.gz");
  }

  @MethodSource("tables")
  @FuzzTest(maxDuration = "2m")
  void parquet(byte[] bytes) throws IOException {
    readOrRefused(bytes, "set.parquet");
  }

  private static void readOrRefused(byte[] bytes, String name) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    try {
      PoolFile _ = PoolFile.read(file, new PoolFile.Options(false, LIMITS));
    } catch (DatasetInvalid refused) {
      assertThat(refused.getMessage()).startsWith(file.toString());
    }
    try {
      var _ = OutcomesFile.read(file, LIMITS);
    } catch (DatasetInvalid refused) {
      assertThat(refused.getMessage()).startsWith(file.toString());
    }
  }
}
