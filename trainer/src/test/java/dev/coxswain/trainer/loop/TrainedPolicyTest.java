package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.trainer.task.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedPolicyTest {

  @TempDir private Path root;

  @Test
  void outcomes_ofATraining_areItsPolicysAtTheLastCheckpoint() {
    assertThat(Miniature.trainings("uniform", 2, 1, root).run(1)).isTrue();
    TrainingConfig config = Miniature.config();
    List<Problem> problems = config.task().problemSets(config.sets(), 0).evaluation();
    Path folder = root.resolve("out").resolve("uniform").resolve("0");

    List<RecordedOutcome> outcomes =
        TrainedPolicy.outcomes(config, folder, problems, 2, RandomKey.of(0, "evaluation").at(2));

    // asked with the key of the training's own evaluation, it answers as it did there
    double solved = outcomes.stream().mapToDouble(RecordedOutcome::successRate).average().orElse(0);
    assertThat(Miniature.lines(Miniature.metrics(root, "uniform", 0)).getLast())
        .contains("\"heldout_accuracy\":%s,".formatted(solved));
    assertThat(outcomes)
        .extracting(RecordedOutcome::promptId)
        .isEqualTo(problems.stream().map(Problem::id).toList());
  }

  @Test
  void outcomes_noCheckpoint_isRefused() {
    assertThatThrownBy(() ->
            TrainedPolicy.outcomes(Miniature.config(), root, List.of(), 2, RandomKey.of(0, "test")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The folder %s has no checkpoint.", root);
  }
}
