package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.task.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole training's belief is read in `AllocateCommandTest`.
final class TrainedBeliefTest {

  private static final Task TASK = Countdown.defaults();

  @TempDir private Path root;

  @Test
  void read_noCheckpoint_isRefused() {
    Path folder = root.resolve("gps").resolve("0");

    assertThat(TrainedBelief.isIn(folder)).isFalse();
    assertThatThrownBy(() -> TrainedBelief.read(folder, TASK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The folder %s has no checkpoint.", folder);
  }

  @Test
  void read_folderNotNamedForASeed_isRefused() {
    Path folder = root.resolve("gps").resolve("copy");
    new TrainingFolder(folder)
        .write(new Snapshot.Builder().longs("steering/history/visits", new long[16]).build());

    assertThat(TrainedBelief.isIn(folder)).isTrue();
    assertThatThrownBy(() -> TrainedBelief.read(folder, TASK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The folder of a training must be named for its seed; was \"copy\".");
  }

  @Test
  void read_checkpointOfSomethingElse_isCorrupt() {
    Path folder = root.resolve("gps").resolve("0");
    new TrainingFolder(folder).write(new Snapshot.Builder().text("word", "x").build());

    assertThatThrownBy(() -> TrainedBelief.read(folder, TASK))
        .isInstanceOf(CheckpointCorrupt.class)
        .hasMessageContaining(folder.resolve("checkpoint.snapshot").toString());
  }
}
