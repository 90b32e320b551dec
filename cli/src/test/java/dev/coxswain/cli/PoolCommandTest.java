package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PoolCommandTest {

  @TempDir private Path folder;

  private Path set;

  @BeforeEach
  void write() throws IOException {
    set =
        Files.writeString(
            folder.resolve("set.csv"),
            """
            uid,question,topic
            a,1 + 1 =,sums
            b,,sums
            c,1 + 1 =,sums
            d,"2, then?",
            """);
  }

  private Ran pool(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "pool";
    System.arraycopy(more, 0, args, 1, more.length);
    args[more.length + 1] = "--id-column=uid";
    args[more.length + 2] = "--prompt-column=question";
    return Ran.of(args);
  }

  @Test
  void import_messySet_writesThePoolAndReports() throws IOException {
    Path out = folder.resolve("pool.jsonl");
    Ran ran = pool("import", set.toString(), "--out=" + out);

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines())
        .containsExactly(
            "3 of 4 rows imported",
            "1 skipped:",
            "  line 3: The column \"question\" is missing.",
            "1 with the text of an earlier one:",
            "  line 4 as line 2",
            "characters: least 7, median 7, 90 % 8, 99 % 8, most 8",
            "topics: 1",
            "          2  sums");
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "{\"prompt_id\":\"a\",\"prompt\":\"1 + 1 =\",\"topic\":\"sums\"}",
            "{\"prompt_id\":\"c\",\"prompt\":\"1 + 1 =\",\"topic\":\"sums\"}",
            "{\"prompt_id\":\"d\",\"prompt\":\"2, then?\"}");
  }

  @Test
  void stats_json_isOneObject() throws IOException {
    Ran ran = pool("stats", set.toString(), "--json", "--drop-duplicates");
    JsonNode report = new ObjectMapper().readTree(ran.out());

    assertThat(ran.code()).isZero();
    assertThat(report.path("prompts").asInt()).isEqualTo(2);
    assertThat(report.path("skipped").asInt()).isEqualTo(2);
    assertThat(report.path("duplicate_examples").path(0).path("earlier").asText())
        .isEqualTo("line 2");
    assertThat(report.path("embedding").isNull()).isTrue();
  }

  @Test
  void sample_someSeed_isRepeatable() throws IOException {
    Files.writeString(set, "uid,question\na,x\nb,y\nc,z\n");
    Ran ran = pool("sample", set.toString(), "--count=2", "--seed=3");

    assertThat(ran.lines()).hasSize(2).doesNotHaveDuplicates();
    assertThat(pool("sample", set.toString(), "--count=2", "--seed=3").out()).isEqualTo(ran.out());
    assertThat(pool("sample", set.toString(), "--count=9").lines()).hasSize(3);
  }

  @Test
  void import_optionsThatCannotBe_areRefused() {
    assertThat(pool("import", set.toString(), "--out=pool.parquet").err())
        .startsWith(
            "The pool's name (pool.parquet) must end with one of .jsonl, .jsonl.gz, .json, .json.gz: it is written as JSON lines.");
    assertThat(pool("sample", set.toString(), "--count=-1").err())
        .startsWith("The count (-1) must be at least 1.");
  }

  @Test
  void import_nothingUsable_isInvalidData() throws IOException {
    Path out = folder.resolve("pool.jsonl");
    Ran ran = Ran.of("pool", "import", set.toString(), "--out=" + out);

    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(ran.err())
        .isEqualTo(
            """
            %s, line 1: None of the 4 rows holds a prompt; the first fault, in line 2: The column "prompt" is missing.
            Maybe the columns have other names: --prompt-column, --id-column.
            """
                .formatted(set));
    assertThat(out).doesNotExist();
  }
}
