package dev.coxswain.prompts.dataset;

import dev.coxswain.outcome.RecordedOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Recorded outcomes on disk: rows of `prompt_id`, `successes`, `trials` and optionally `step`, as
/// a JSON object a line, CSV or Parquet; other columns are ignored, so that one file may be pool
/// and outcomes at once. May be compressed by gzip.
///
/// A prompt has either one row without a step or rows of distinct steps.
public final class OutcomesFile {

  private static final List<String> COLUMNS = List.of("prompt_id", "successes", "trials", "step");

  private OutcomesFile() {}

  /// The outcomes in the order of the file, within the usual [Limits].
  ///
  /// @throws DatasetInvalid naming the first line that is wrong
  /// @throws java.io.UncheckedIOException if the file cannot be read
  public static List<RecordedOutcome> read(Path file) {
    return read(file, Limits.USUAL);
  }

  /// As [#read(Path)], within other limits.
  public static List<RecordedOutcome> read(Path file, Limits limits) {
    List<RecordedOutcome> outcomes = new ArrayList<>();
    Visits visits = new Visits();
    Table.each(
        file,
        limits,
        COLUMNS,
        row -> {
          RecordedOutcome outcome = outcome(row);
          visits.add(outcome, row);
          outcomes.add(outcome);
        });
    if (outcomes.isEmpty()) {
      throw new DatasetInvalid(
          file, 1, "The file has no outcomes.", "Maybe it is another file than meant.");
    }
    return List.copyOf(outcomes);
  }

  private static RecordedOutcome outcome(Row row) {
    String id = row.text("prompt_id");
    OptionalDouble step = row.number("step");
    int successes = row.whole("successes");
    int trials = row.whole("trials");
    try {
      return new RecordedOutcome(id, step, successes, trials);
    } catch (IllegalArgumentException e) {
      throw row.invalid(
          String.valueOf(e.getMessage()), "Maybe the columns successes and trials are swapped.");
    }
  }

  /// The line of each prompt's rows, to find those that cannot stand side by side.
  private static final class Visits {

    private final Map<String, Map<OptionalDouble, Long>> lines = new HashMap<>();

    void add(RecordedOutcome outcome, Row row) {
      Map<OptionalDouble, Long> earlier =
          lines.computeIfAbsent(outcome.promptId(), id -> new HashMap<>());
      Long same = earlier.putIfAbsent(outcome.step(), row.line());
      if (same != null) {
        throw row.invalid(
            "The prompt \"%s\" has an outcome %s here and in line %d."
                .formatted(outcome.promptId(), words(outcome.step()), same),
            "Add the rows' counts up, or give each its own step.");
      }
      Long stepless = earlier.get(OptionalDouble.empty());
      if (stepless != null && earlier.size() > 1) {
        long other = outcome.step().isPresent() ? stepless : first(earlier);
        throw row.invalid(
            "The prompt \"%s\" has an outcome %s here and one %s in line %d."
                .formatted(
                    outcome.promptId(),
                    words(outcome.step()),
                    outcome.step().isPresent() ? "without a step" : "with a step",
                    other),
            "Give every row of a prompt its step, or keep one row without.");
      }
    }

    private static long first(Map<OptionalDouble, Long> lines) {
      return lines.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private static String words(OptionalDouble step) {
      return step.isPresent() ? "of step " + step.getAsDouble() : "without a step";
    }
  }
}
