package dev.coxswain.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/// Everything that one run measured.
///
/// @param date of the run, ISO 8601
public record Results(Machine machine, String date, List<Answered> benchmarks) {

  private static final JsonMapper JSON = new JsonMapper();

  /// A benchmark with its figures.
  public record Answered(String name, String question, List<Figure> figures) {

    public Answered {
      figures = List.copyOf(figures);
    }

    /// A heading, the question and a table.
    String markdown() {
      StringBuilder text = new StringBuilder("## " + name + "\n\n" + question + ".\n\n");
      text.append("| figure | median | min … max | target |\n|---|---|---|---|\n");
      figures.forEach(figure -> text.append(figure.row()).append('\n'));
      return text.append('\n').toString();
    }
  }

  public Results {
    benchmarks = List.copyOf(benchmarks);
  }

  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Figures are plain numbers and texts.", e);
    }
  }

  /// Where it was measured, then every benchmark's table.
  public String markdown() {
    StringBuilder text = new StringBuilder(origin() + "\n\n");
    benchmarks.forEach(answered -> text.append(answered.markdown()));
    return text.toString().strip() + "\n";
  }

  /// One line on where it was measured.
  String origin() {
    return "Measured %s on %s, %d cores, JDK %s, commit %s."
        .formatted(date, machine.cpu(), machine.cores(), machine.jdk(), machine.commit());
  }
}
