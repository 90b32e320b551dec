package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolSurveyTest {

  private static final PoolSurvey.Options KEEPING =
      new PoolSurvey.Options(PoolFile.Options.USUAL, false);
  private static final PoolSurvey.Options DROPPING =
      new PoolSurvey.Options(PoolFile.Options.USUAL, true);

  @TempDir private Path folder;

  private Path messy() {
    return TestFiles.lines(
        folder,
        "{\"prompt_id\":\"a\",\"prompt\":\"xx\",\"topic\":\"t\"}",
        "{\"prompt_id\":\"b\"}",
        "not JSON",
        "{\"prompt_id\":\"c\",\"prompt\":\"xx\",\"topic\":\"u\"}",
        "{\"prompt_id\":\"a\",\"prompt\":\"yyyy\"}",
        "{\"prompt_id\":\"d\",\"prompt\":\"yyyy\",\"topic\":\"u\",\"level\":3}");
  }

  @Test
  void of_messyFile_skipsAndReports() {
    PoolReport report = PoolSurvey.of(messy(), KEEPING, rows -> {});

    assertThat(report.rows()).isEqualTo(6);
    assertThat(report.prompts()).isEqualTo(3);
    assertThat(report.skipped()).isEqualTo(3);
    assertThat(report.reasons())
        .extracting(PoolReport.Reason::where)
        .containsExactly("line 2", "line 3", "line 5");
    assertThat(report.reasons().getFirst().problem())
        .isEqualTo("The column \"prompt\" is missing.");
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.duplicateExamples()).containsExactly(new PoolReport.Twin("line 4", "line 1"));
    assertThat(report.lengths()).isEqualTo(new PoolReport.Lengths(2, 2, 4, 4, 4));
    assertThat(report.topics()).containsExactly(Map.entry("u", 2L), Map.entry("t", 1L));
    assertThat(report.embedding()).isNull();
  }

  @Test
  void of_duplicatesDropped_areSkipped() {
    PoolReport report = PoolSurvey.of(messy(), DROPPING, rows -> {});

    assertThat(report.prompts()).isEqualTo(2);
    assertThat(report.reasons())
        .contains(new PoolReport.Reason("line 4", "The text is that of line 1."));
  }

  @Test
  void lengths_areQuantilesOfNearestRank() {
    int[] hundred = new int[100];
    java.util.Arrays.setAll(hundred, i -> 100 - i);

    assertThat(PoolReport.Lengths.of(hundred))
        .isEqualTo(new PoolReport.Lengths(1, 50, 90, 99, 100));
  }

  @Test
  void of_nothingButFaults_saysTheFirst() {
    Path file = TestFiles.lines(folder, "{\"prompt_id\":\"b\"}", "[]");

    assertThatThrownBy(() -> PoolSurvey.of(file, KEEPING, rows -> {}))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            """
            %s, line 1: None of the 2 rows holds a prompt; the first fault, in line 1: The column "prompt" is missing.
            Maybe the columns have other names: --prompt-column, --id-column.\
            """,
            file);
  }

  @Test
  void of_droppedTwin_leavesItsIdToOthers() {
    Path file =
        TestFiles.lines(
            folder,
            "{\"prompt_id\":\"a\",\"prompt\":\"x\"}",
            "{\"prompt_id\":\"b\",\"prompt\":\"x\"}",
            "{\"prompt_id\":\"b\",\"prompt\":\"y\"}");

    assertThat(PoolSurvey.of(file, DROPPING, rows -> {}).prompts()).isEqualTo(2);
  }

  @Test
  void of_idsFromTexts_countsTwins() {
    PoolFile.Options byContent = new PoolFile.Options(true, Limits.USUAL);
    PoolReport report =
        PoolSurvey.of(messy(), new PoolSurvey.Options(byContent, false), rows -> {});

    assertThat(report.prompts()).isEqualTo(2);
    assertThat(report.duplicates()).isEqualTo(2);
  }

  @Test
  void of_verlWithoutIndex_isRefusedAsAWhole() {
    String row = "{\"prompt\":\"n = %d\",\"data_source\":\"g\",\"extra_info\":{\"index\":0}}";
    Path file = TestFiles.lines(folder, row.formatted(1), row.formatted(2));

    assertThatThrownBy(() -> PoolSurvey.of(file, KEEPING, rows -> {}))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith(
            file + ", line 2: The index 0 in \"extra_info\" (id \"g-0\") is that of line 1 too.");
  }

  @Test
  void run_importOntoItself_isRefused() {
    Path file = messy();

    assertThatThrownBy(() -> PoolImport.run(file, file, KEEPING, rows -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The pool (%s) would replace the data set; give it another name.", file);
  }

  @Test
  void run_import_writesWhatIsReadAgain() throws IOException {
    for (String name : new String[] {"pool.jsonl", "deep/pool.jsonl.gz"}) {
      Path into = folder.resolve(name);
      PoolReport report = PoolImport.run(messy(), into, KEEPING, rows -> {});

      assertThat(report.prompts()).isEqualTo(3);
      assertThat(PoolFile.read(into).pool().prompts())
          .containsExactly(
              new Prompt("a", "xx", Optional.of("t")),
              new Prompt("c", "xx", Optional.of("u")),
              new Prompt("d", "yyyy", Optional.of("u")));
    }
    assertThat(Files.readString(folder.resolve("pool.jsonl")))
        .endsWith("{\"prompt_id\":\"d\",\"prompt\":\"yyyy\",\"topic\":\"u\",\"level\":3}\n");
  }

  @Test
  void run_importOfMessagesAndVectors_keepsThem() throws IOException {
    String line =
        "{\"prompt_id\":\"a\",\"prompt\":[{\"role\":\"user\",\"content\":\"x\"}],\"embedding\":[0.1,2.0]}\n";
    Path into = folder.resolve("pool.jsonl");
    PoolImport.run(TestFiles.lines(folder, line), into, KEEPING, rows -> {});

    assertThat(Files.readString(into)).isEqualTo(line);
  }

  @Test
  void run_importThatFails_leavesWhatWasThere() throws IOException {
    Path into = folder.resolve("pool.jsonl");
    Files.writeString(into, "before");
    Path broken = TestFiles.lines(folder, "{}");

    assertThatThrownBy(() -> PoolImport.run(broken, into, KEEPING, rows -> {}))
        .isInstanceOf(DatasetInvalid.class);
    assertThat(Files.readString(into)).isEqualTo("before");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }
}
