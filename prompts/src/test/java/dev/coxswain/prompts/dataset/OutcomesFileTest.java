package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.outcome.RecordedOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutcomesFileTest {

  @TempDir Path folder;

  private static String row(String id, String step, int successes) {
    String column = step.isEmpty() ? "" : ",\"step\":" + step;
    return "{\"prompt_id\":\"%s\"%s,\"successes\":%d,\"trials\":8}"
        .formatted(id, column, successes);
  }

  private void assertRefused(int line, String message, String... lines) {
    Path file = TestFiles.lines(folder, lines);
    assertThatThrownBy(() -> OutcomesFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage("%s, line %d: %s", file, line, message);
  }

  @Test
  void read_rows_areInTheOrderOfTheFile() {
    List<RecordedOutcome> outcomes =
        OutcomesFile.read(
            TestFiles.lines(
                folder,
                row("b", "4.5", 3),
                row("b", "-1", 8),
                row("a", "", 0),
                "{\"prompt_id\":\"c\",\"step\":null,\"successes\":1.0,\"trials\":2e0,\"visit\":7}"));

    assertThat(outcomes)
        .containsExactly(
            new RecordedOutcome("b", OptionalDouble.of(4.5), 3, 8),
            new RecordedOutcome("b", OptionalDouble.of(-1), 8, 8),
            new RecordedOutcome("a", OptionalDouble.empty(), 0, 8),
            new RecordedOutcome("c", OptionalDouble.empty(), 1, 2));
  }

  @Test
  void read_poolAndOutcomesInOneFile_areBoth() {
    Path file =
        TestFiles.lines(
            folder,
            "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"topic\":null,\"level\":null,\"successes\":91,\"trials\":128}");
    assertThat(OutcomesFile.read(file))
        .containsExactly(new RecordedOutcome("a", OptionalDouble.empty(), 91, 128));
    assertThat(PoolFile.read(file).pool().size()).isEqualTo(1);
  }

  @Test
  void read_sameStepTwice_namesBothLines() {
    assertRefused(
        3,
        """
        The prompt "a" has an outcome of step 4.5 here and in line 1.
        Add the rows' counts up, or give each its own step.\
        """,
        row("a", "4.5", 3),
        row("b", "4.5", 3),
        row("a", "4.5", 3));
    assertRefused(
        2,
        """
        The prompt "a" has an outcome without a step here and in line 1.
        Add the rows' counts up, or give each its own step.\
        """,
        row("a", "", 3),
        row("a", "", 4));
  }

  @Test
  void read_withAndWithoutStep_namesBothLines() {
    assertRefused(
        2,
        """
        The prompt "a" has an outcome of step 1.0 here and one without a step in line 1.
        Give every row of a prompt its step, or keep one row without.\
        """,
        row("a", "", 3),
        row("a", "1", 3));
    assertRefused(
        3,
        """
        The prompt "a" has an outcome without a step here and one with a step in line 1.
        Give every row of a prompt its step, or keep one row without.\
        """,
        row("a", "1", 3),
        row("a", "2", 3),
        row("a", "", 3));
  }

  @Test
  void read_moreSuccessesThanTrials_isRefused() {
    assertRefused(
        1,
        """
        The prompt "a" has 9 successes in 8 trials; successes must lie between 0 and the trials, trials be at least 1.
        Maybe the columns successes and trials are swapped.\
        """,
        row("a", "", 9));
  }

  @ParameterizedTest
  @CsvSource({"0.5", "'\"3\"'", "4294967299", "NaN", "true"})
  void read_countNotWhole_isRefused(String count) {
    String written = count.equals("NaN") ? "\"NaN\"" : count;
    assertRefused(
        1,
        """
        The column "successes" (%s) must be a whole number.
        Maybe it is a rate; write the counts instead.\
        """
            .formatted(written),
        "{\"prompt_id\":\"a\",\"successes\":%s,\"trials\":8}".formatted(count));
  }

  @ParameterizedTest
  @CsvSource({"'\"4\"', '\"4\"'", "NaN, '\"NaN\"'", "[], []"})
  void read_stepNoFiniteNumber_isRefused(String step, String quoted) {
    assertRefused(
        1,
        """
        The column "step" (%s) must be a finite number.
        Correct it, or leave the column out.\
        """
            .formatted(quoted),
        row("a", step, 3));
  }

  @Test
  void read_missingColumn_isRefused() {
    assertRefused(
        1,
        """
        The column "trials" is missing.
        Every row needs it; maybe it has another name in this file.\
        """,
        "{\"prompt_id\":\"a\",\"successes\":1}");
  }

  @Test
  void read_noRows_isRefused() {
    assertRefused(
        1,
        """
        The file has no outcomes.
        Maybe it is another file than meant.\
        """,
        "");
  }
}
