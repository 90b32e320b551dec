package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

  private static final String HINT =
      "\nDelete this line and those after it, then resume the training.";

  @TempDir private Path folder;
  private Path file;
  private MetricsLog log;

  private final List<StepMetrics> steps =
      List.of(
          StepMetrics.beforeTraining(0.25, 8),
          Steps.step(1, null),
          Steps.step(2, 1.0 / 3, ReliabilityBin.of(new double[] {0.5}, new double[] {0.375})));

  @BeforeEach
  void write() {
    file = folder.resolve("gps/0/metrics.jsonl");
    log = new MetricsLog(file);
    steps.forEach(log::append);
  }

  @Test
  void append_step_isOneLineOfSnakeCaseWithNulls() throws IOException {
    assertThat(Files.readAllLines(file).get(1))
        .isEqualTo(
            "{\"step\":1,\"heldout_accuracy\":null,\"train_success\":0.5,\"effective_ratio\":0.75,"
                + "\"spearman_selected\":null,\"spearman_pool\":null,\"coverage\":1,\"rollouts\":10,"
                + "\"generated_tokens\":100,\"seconds_rollout\":1.0,\"seconds_update\":0.5,"
                + "\"seconds_select\":0.25,\"seconds_learn\":0.25,\"all_right\":0.125,"
                + "\"all_wrong\":0.125,\"most_visits\":1,\"predicted\":null,\"reliability\":null,"
                + "\"group_size\":8,\"spearman_unvisited\":null,\"transfer_accuracy\":null,"
                + "\"heldout_by_topic\":null,\"selected_by_topic\":null}");
  }

  @Test
  void read_whatWasAppended_isEqual() {
    assertThat(log.read()).isEqualTo(steps);
  }

  @Test
  void read_unknownField_isPassedOver() throws IOException {
    replace("\"group_size\"", "\"later\":1,\"group_size\"");

    assertThat(log.read()).isEqualTo(steps);
  }

  @Test
  void read_badJson_namesFileAndLine() throws IOException {
    replace("{\"step\":1", "{step:1");

    assertThatThrownBy(log::read)
        .isInstanceOfSatisfying(
            MetricsInvalid.class,
            e -> {
              assertThat(e.file()).isEqualTo(file);
              assertThat(e.line()).isEqualTo(2);
            })
        .hasMessageStartingWith(file + ", line 2: Not the JSON of a step: ")
        .hasMessageEndingWith(HINT);
  }

  @Test
  void read_fieldsOfLaterVersions_mayBeMissing() throws IOException {
    replace(",\"heldout_by_topic\":null,\"selected_by_topic\":null", "");

    assertThat(log.read()).isEqualTo(steps);
  }

  @Test
  void read_missingField_namesIt() throws IOException {
    replace("\"rollouts\":20,", "");

    assertThatThrownBy(log::read)
        .isInstanceOf(MetricsInvalid.class)
        .hasMessage(file + ", line 3: The field rollouts is missing." + HINT);
  }

  @Test
  void read_brokenRule_saysWhich() throws IOException {
    replace("\"rollouts\":20,", "\"rollouts\":-20,");

    assertThatThrownBy(log::read)
        .hasMessage(file + ", line 3: The rollouts (-20) must be at least 0." + HINT);
  }

  @Test
  void read_nullWhereANumberMustBe_isRefused() throws IOException {
    replace("\"rollouts\":20,", "\"rollouts\":null,");

    assertThatThrownBy(log::read).isInstanceOf(MetricsInvalid.class).hasMessageContaining("line 3");
  }

  @Test
  void read_wrongOrder_saysWhichStepWasDue() {
    log.append(Steps.step(2, null));

    assertThatThrownBy(log::read)
        .isInstanceOf(MetricsInvalid.class)
        .hasMessage(
            file
                + ", line 4: The step (2) must be 3.\n"
                + "Maybe two trainings wrote to this folder; delete it, or train into another one.");
  }

  @Test
  void read_noFile_namesThePath() {
    Path missing = folder.resolve("none.jsonl");

    assertThatThrownBy(() -> new MetricsLog(missing).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read " + missing + ".");
  }

  @Test
  void append_folderIsAFile_namesThePath() {
    Path below = file.resolve("metrics.jsonl");

    assertThatThrownBy(() -> new MetricsLog(below).append(Steps.step(0, null)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot write " + below + ".");
  }

  @Test
  void recover_wholeFile_changesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);

    assertThat(log.recover().steps()).isEqualTo(steps);
    assertThat(log.recover().dropped()).isEmpty();
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void recover_lineCutAnywhere_keepsTheWholeLines() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int lastLine = String.join("\n", Files.readAllLines(file).subList(0, 2)).length() + 1;
    for (int length = lastLine + 1; length < whole.length - 1; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));

      MetricsLog.Recovered recovered = log.recover();

      assertThat(recovered.steps()).isEqualTo(steps.subList(0, 2));
      assertThat(recovered.dropped()).isPresent();
      assertThat(file).hasBinaryContent(Arrays.copyOf(whole, lastLine));
    }
  }

  @Test
  void recover_onlyTheLineBreakIsMissing_keepsTheStep() throws IOException {
    Files.writeString(file, Files.readString(file).stripTrailing());

    assertThat(log.recover().steps()).isEqualTo(steps);
    log.append(Steps.step(3, null));
    assertThat(log.read()).hasSize(4);
  }

  @Test
  void recover_badLineInTheMiddle_isAnError() throws IOException {
    replace("{\"step\":1", "{step:1");

    assertThatThrownBy(log::recover).isInstanceOf(MetricsInvalid.class);
  }

  @Test
  void truncate_toStepOne_forgetsTheRest() {
    log.truncate(1);

    assertThat(log.read()).isEqualTo(steps.subList(0, 2));
    assertThat(file.resolveSibling(".").toFile().list()).containsExactly("metrics.jsonl");
    log.append(Steps.step(2, null));
    assertThat(log.read()).hasSize(3);
  }

  private void replace(String found, String by) throws IOException {
    String before = Files.readString(file);
    assertThat(before).contains(found);
    Files.writeString(file, before.replace(found, by));
  }
}
