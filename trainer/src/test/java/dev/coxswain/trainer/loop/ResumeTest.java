package dev.coxswain.trainer.loop;

import static dev.coxswain.trainer.loop.Miniature.checkpoint;
import static dev.coxswain.trainer.loop.Miniature.lines;
import static dev.coxswain.trainer.loop.Miniature.metrics;
import static dev.coxswain.trainer.loop.Miniature.timeless;
import static dev.coxswain.trainer.loop.Miniature.trainings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.selection.Strategies;
import dev.coxswain.trainer.report.MetricsInvalid;
import dev.coxswain.trainer.report.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However a training ended, run again it comes to the metrics of one that never was interrupted,
/// the measured seconds apart.
final class ResumeTest {

  private static final String GPS = "gps:size=tiny";
  private static final int STEPS = 6;

  @TempDir private static Path whole;
  @TempDir private Path folder;

  @BeforeAll
  static void runUninterrupted() {
    for (String strategy : List.of(GPS, "uniform", "dynamic-sampling", "mopps", "oracle")) {
      trainings(strategy, STEPS, 1, whole).run(1);
    }
  }

  /// Runs until this step is written down.
  private void runTo(int step, String strategy) {
    List<Trainings> running = new ArrayList<>();
    TrainingWatcher stopping =
        Miniature.watcher((name, metrics) -> {
          if (metrics.step() == step) {
            running.forEach(Trainings::stop);
          }
        });
    running.add(trainings(strategy, STEPS, 1, folder, stopping));
    assertThat(running.getFirst().run(1)).isFalse();
    assertThat(lines(metrics(folder, strategy, 0))).hasSize(step + 1);
  }

  private void assertSameWhenRunAgain(String strategy) {
    assertThat(trainings(strategy, STEPS, 1, folder).run(1)).isTrue();
    assertThat(timeless(folder, strategy, 0)).isEqualTo(timeless(whole, strategy, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {GPS, "uniform", "dynamic-sampling", "mopps", "oracle"})
  void run_stoppedInTheMiddle_endsTheSame(String strategy) {
    runTo(3, strategy);
    assertThat(checkpoint(folder, strategy, 0)).exists();
    assertSameWhenRunAgain(strategy);
  }

  @Test
  void run_stoppedTwice_endsTheSame() {
    runTo(2, GPS);
    runTo(4, GPS);
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_stoppedBeforeTheFirstStep_endsTheSame() {
    runTo(0, GPS);
    assertThat(checkpoint(folder, GPS, 0)).doesNotExist();
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_checkpointOlderThanTheLog_endsTheSame() throws IOException {
    runTo(2, GPS);
    append(lines(metrics(whole, GPS, 0)).subList(3, 5)); // as a kill at step 4 leaves it
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_killedBeforeTheFirstCheckpoint_endsTheSame() throws IOException {
    runTo(2, GPS);
    Files.delete(checkpoint(folder, GPS, 0));
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_halfWrittenLastLine_endsTheSame() throws IOException {
    runTo(3, GPS);
    Files.writeString(
        metrics(folder, GPS, 0), "{\"step\":4,\"heldout_acc", StandardOpenOption.APPEND);
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_onlyAHalfWrittenFirstLine_endsTheSame() throws IOException {
    runTo(0, GPS);
    Files.writeString(metrics(folder, GPS, 0), "{\"step\":0");
    assertSameWhenRunAgain(GPS);
  }

  /// As after following the advice of [MetricsInvalid].
  @Test
  void run_checkpointNewerThanTheLog_endsTheSame() throws IOException {
    runTo(4, GPS);
    Files.write(metrics(folder, GPS, 0), lines(metrics(whole, GPS, 0)).subList(0, 3));
    assertSameWhenRunAgain(GPS);
  }

  @Test
  void run_draftOfACheckpointLeftBehind_endsTheSame() throws IOException {
    runTo(3, GPS);
    Files.writeString(checkpoint(folder, GPS, 0).resolveSibling("checkpoint.tmp"), "half a chec");
    assertSameWhenRunAgain(GPS);
  }

  private void append(List<String> lines) throws IOException {
    Files.write(metrics(folder, GPS, 0), lines, StandardOpenOption.APPEND);
  }

  @Test
  void run_lineInTheMiddleDamaged_namedAndLeftAlone() throws IOException {
    runTo(3, GPS);
    List<String> damaged = new ArrayList<>(lines(metrics(folder, GPS, 0)));
    damaged.set(1, "{}");
    Files.write(metrics(folder, GPS, 0), damaged);
    assertThatThrownBy(() -> trainings(GPS, STEPS, 1, folder).run(1))
        .isInstanceOf(MetricsInvalid.class)
        .hasMessage(
            """
            %s, line 2: The field step is missing.
            Delete this line and those after it, then resume the training.\
            """
                .formatted(metrics(folder, GPS, 0)));
    assertThat(lines(metrics(folder, GPS, 0))).isEqualTo(damaged);
  }

  @Test
  void run_checkpointWithAFlippedByte_namedAndLeftAlone() throws IOException {
    runTo(3, GPS);
    Path file = checkpoint(folder, GPS, 0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> trainings(GPS, STEPS, 1, folder).run(1))
        .isInstanceOf(CheckpointCorrupt.class)
        .hasMessageMatching(
            "The checkpoint \\Q%s\\E must hold what was written; was: The snapshot's checksum .*\n"
                    .formatted(file)
                + "Maybe the disk was full or failing; delete its folder and that training starts anew\\.");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(lines(metrics(folder, GPS, 0))).hasSize(4);
  }

  @Test
  void run_emptyCheckpoint_isCorrupt() throws IOException {
    runTo(1, GPS);
    Files.write(checkpoint(folder, GPS, 0), new byte[0]);
    assertThatThrownBy(() -> trainings(GPS, STEPS, 1, folder).run(1))
        .isInstanceOf(CheckpointCorrupt.class);
  }

  /// More warm-ups than threads: those still queued must not be waited for in vain.
  @Test
  void run_stoppedInTheWarmUp_returnsAndEndsTheSame() {
    TrainingConfig config = Miniature.config(new Echo(), TrainingConfig.HeldOut.EVALUATION, true);
    List<Trainings> running = new ArrayList<>();
    TrainingWatcher stopping =
        new TrainingWatcher() {
          @Override
          public void warmedUp(long seed, int step, int all, double loss) {
            running.forEach(Trainings::stop);
          }

          @Override
          public void stepped(String strategy, long seed, StepMetrics metrics) {
            throw new AssertionError("trained after a stop");
          }
        };
    running.add(
        Miniature.trainings(config, Strategies.parseAll("uniform"), 1, 3, folder, stopping));
    boolean complete =
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> running.getFirst().run(1));
    assertThat(complete).isFalse();
    assertThat(running.getFirst().metrics()).isEmpty();
    Trainings again =
        Miniature.trainings(
            config, Strategies.parseAll("uniform"), 1, 3, folder, Miniature.UNWATCHED);
    assertThat(again.run(1)).isTrue();
    assertThat(again.metrics().get("uniform")).hasSize(3);
  }

  /// One training's failure puts the others on disk and is what the caller hears of.
  @Test
  void run_oneFails_othersAreCheckpointed() throws IOException {
    trainings("uniform", 1, 1, folder).run(1); // keeps the warm-up
    Path broken = metrics(folder, "mopps", 0);
    Files.createDirectories(broken.resolveSibling("."));
    Files.writeString(broken, "{}\n{}\n");
    assertThatThrownBy(() -> trainings("mopps," + GPS, STEPS, 1, folder).run(2))
        .isInstanceOf(MetricsInvalid.class);
    assertThat(drafts()).isEmpty();
    assertThat(lines(broken)).containsExactly("{}", "{}");
    assertSameWhenRunAgain(GPS);
  }

  private List<Path> drafts() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }
}
