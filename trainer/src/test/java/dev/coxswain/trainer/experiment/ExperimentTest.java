package dev.coxswain.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.trainer.loop.FolderConfig;
import dev.coxswain.trainer.loop.TrainingWatcher;
import dev.coxswain.trainer.report.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole experiment in miniature: a policy of one layer, two algorithms, two learning rates.
class ExperimentTest {

  private static final List<String> CELLS =
      List.of("countdown-grpo-1x16x2", "countdown-reinforce++-1x16x2");

  @TempDir private Path folder;

  private final List<String> heard = new ArrayList<>();

  private static Grid grid(int batch, List<Double> rates) {
    return new Grid(
        List.of("uniform", "mopps"),
        1,
        100,
        2,
        List.of("countdown"),
        List.of("grpo", "reinforce++"),
        List.of("1x16x2"),
        rates,
        1,
        1,
        false,
        batch,
        4,
        64,
        2,
        1,
        4,
        "");
  }

  private Experiment experiment(Grid grid, Path out) {
    TrainingWatcher watcher =
        new TrainingWatcher() {
          @Override
          public void warmedUp(long seed, int step, int steps, double loss) {}

          @Override
          public synchronized void stepped(String strategy, long seed, StepMetrics metrics) {
            heard.add(strategy + " " + seed + " " + metrics.step());
          }
        };
    return new Experiment(grid, out, folder.resolve("cache"), new PromptPredictiveModel(), watcher);
  }

  @Test
  void run_gridOfTwoCells_trainsAllAndReports() throws IOException {
    Path out = folder.resolve("out");
    List<String> begun = new ArrayList<>();
    Experiment experiment = experiment(grid(8, List.of(1e-3, 1e-4)), out);

    assertThat(
            experiment.run(
                2, (number, of, cell) -> begun.add(number + "/" + of + " " + cell.name())))
        .isTrue();

    assertThat(begun).containsExactly("1/2 " + CELLS.get(0), "2/2 " + CELLS.get(1));
    JsonNode report = new JsonMapper().readTree(Files.readString(out.resolve("report.json")));
    for (String cell : CELLS) {
      JsonNode its = report.at("/cells").path(cell);
      assertThat(its.path("learning_rates").path("mopps").doubleValue()).isIn(1e-3, 1e-4);
      assertThat(its.path("strategies").path("mopps").path("area_gain").path("mean").isNumber())
          .isTrue();
      assertThat(
              its.path("strategies").path("uniform").path("area_gain").path("mean").doubleValue())
          .isZero();
      JsonNode topics = its.path("strategies").path("uniform").path("topics");
      assertThat(topics).hasSize(6);
      double selected = 0;
      for (JsonNode topic : topics) {
        selected += topic.path("selected").path("mean").doubleValue();
      }
      assertThat(selected).isCloseTo(1, within(1e-12));
      assertThat(out.resolve(cell).resolve("report.html")).exists();
      assertThat(tuned(out.resolve(cell))).containsExactly("1.0E-4", "0.001");
    }
    assertThat(Files.readString(out.resolve("report.md")))
        .contains("## " + CELLS.get(0), "| mopps | ", "## " + CELLS.get(1))
        .contains("| topic | uniform, final accuracy, % | uniform, % of the batches | mopps, ")
        .contains("| 5:20:4 | ");
  }

  private static List<String> tuned(Path cell) throws IOException {
    try (Stream<Path> rates = Files.list(cell.resolve("tuning"))) {
      return rates
          .map(rate -> String.valueOf(rate.getFileName()))
          .sorted((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
          .toList();
    }
  }

  @Test
  void run_again_trainsNothingMoreAndSaysTheSame() {
    Path out = folder.resolve("out");
    Experiment first = experiment(grid(8, List.of(1e-3)), out);
    assertThat(first.run(1, (number, cells, cell) -> {})).isTrue();
    heard.clear();

    Experiment again = experiment(grid(8, List.of(1e-3)), out);
    assertThat(again.run(1, (number, cells, cell) -> {})).isTrue();

    assertThat(heard).isEmpty();
    assertThat(again.report().json()).isEqualTo(first.report().json());
  }

  @Test
  void run_stopped_goesOnWhereItWas() {
    Path whole = folder.resolve("whole");
    Experiment unbroken = experiment(grid(8, List.of(1e-3)), whole);
    assertThat(unbroken.run(1, (number, cells, cell) -> {})).isTrue();
    Path out = folder.resolve("out");
    Experiment stopped = experiment(grid(8, List.of(1e-3)), out);

    assertThat(
            stopped.run(
                1,
                (number, cells, cell) -> {
                  if (number == 2) {
                    stopped.stop();
                  }
                }))
        .isFalse();
    assertThat(stopped.report().markdown()).contains(CELLS.get(0)).doesNotContain(CELLS.get(1));
    Experiment again = experiment(grid(8, List.of(1e-3)), out);
    assertThat(again.run(1, (number, cells, cell) -> {})).isTrue();

    assertThat(timeless(again.report())).isEqualTo(timeless(unbroken.report()));
  }

  /// The report but for what was measured in seconds.
  private static String timeless(ExperimentReport report) {
    return report.json().replaceAll("\"[a-z_]*seconds[a-z_]*\" : \\{[^}]*}", "");
  }

  @Test
  void run_folderOfAnotherGrid_isRefused() {
    Path out = folder.resolve("out");
    assertThat(experiment(grid(8, List.of(1e-3)), out).run(1, (number, cells, cell) -> {}))
        .isTrue();

    assertThatThrownBy(
            () -> experiment(grid(4, List.of(1e-3)), out).run(1, (number, cells, cell) -> {}))
        .isInstanceOf(FolderConfig.ConfigConflict.class)
        .hasMessageContaining("batch_size is 8 there and 4 here");
  }
}
