package dev.coxswain.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.trainer.disk.WholeFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What a training came to: the same strategies and seeds as figures for programs and as a page for
/// people.
///
/// `report.json` is `{"config", "target", "strategies": {name: {figure: {"mean", "low", "high"}}}}`
/// with [StrategyFigures]' names in snake_case; beyond the contract it has `steps` (how many were
/// compared) and `notes` (what an interrupted training leaves out, in words).
public final class TrainingReport {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int WINDOWS = 50; // a moving mean spans about 1/25 of the run

  private final JsonNode config;
  private final Map<String, Map<Long, Run>> runs;
  private final Comparison comparison;
  private final Map<String, StrategyFigures> figures = new LinkedHashMap<>();

  private TrainingReport(JsonNode config, Map<String, Map<Long, Run>> runs, Interval interval) {
    this.config = config;
    this.runs = runs;
    this.comparison = Comparison.of(runs);
    runs.keySet()
        .forEach(name -> figures.put(name, StrategyFigures.of(name, comparison, interval)));
  }

  /// @param config whatever configures the training, as plain JSON values
  /// @param metrics strategy -> seed -> steps from 0, in the order strategies are to be shown
  public static TrainingReport of(
      Map<String, ?> config, Map<String, Map<Long, List<StepMetrics>>> metrics) {
    return of(JSON.<JsonNode>valueToTree(config), metrics);
  }

  /// As [#of(Map, Map)], with intervals of another kind.
  public static TrainingReport of(
      Map<String, ?> config, Map<String, Map<Long, List<StepMetrics>>> metrics, Interval interval) {
    return of(JSON.<JsonNode>valueToTree(config), metrics, interval);
  }

  /// @param metrics strategy -> seed -> steps from 0, in the order strategies are to be shown
  public static TrainingReport of(
      JsonNode config, Map<String, Map<Long, List<StepMetrics>>> metrics) {
    return of(config, metrics, Interval.STUDENT);
  }

  private static TrainingReport of(
      JsonNode config, Map<String, Map<Long, List<StepMetrics>>> metrics, Interval interval) {
    Map<String, Map<Long, Run>> runs = new LinkedHashMap<>();
    metrics.forEach((strategy, seeds) -> {
      Map<Long, Run> its = new TreeMap<>();
      seeds.forEach((seed, steps) -> its.put(seed, new Run(seed, steps)));
      runs.put(strategy, its);
    });
    return new TrainingReport(config, runs, interval);
  }

  /// The content of `report.json`.
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree()) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of plain values can be written.", e);
    }
  }

  /// The content of `report.html`.
  public String html() {
    return Page.of(Page.Kind.TRAINING, headline().sentences().getFirst(), content());
  }

  /// What each strategy came to, in their order.
  public Map<String, StrategyFigures> figures() {
    return Collections.unmodifiableMap(figures);
  }

  /// The result in words: a sentence a strategy, for the terminal.
  public List<String> sentences() {
    return headline().sentences();
  }

  /// The content of `report.svg`: held-out accuracy against steps and against rollouts.
  public String svg() {
    return LearningPlot.svg(comparison);
  }

  /// Writes `report.json`, `report.html` and `report.svg`, each whole or not at all.
  public void write(Path folder) {
    WholeFile.write(folder.resolve("report.json"), json());
    WholeFile.write(folder.resolve("report.html"), html());
    WholeFile.write(folder.resolve("report.svg"), svg());
  }

  private Headline headline() {
    return new Headline(comparison, figures);
  }

  private ObjectNode tree() {
    ObjectNode report = JSON.createObjectNode();
    report.set("config", config);
    OptionalDouble target = comparison.target();
    if (target.isPresent()) {
      report.put("target", target.getAsDouble());
    } else {
      report.putNull("target");
    }
    report.set("strategies", JSON.valueToTree(figures));
    report.put("steps", comparison.horizon());
    report.set("notes", JSON.valueToTree(comparison.notes()));
    return report;
  }

  private ObjectNode content() {
    ObjectNode content = JSON.createObjectNode();
    Headline headline = headline();
    int window = comparison.horizon() / WINDOWS;
    content.set("report", tree());
    content.set("sentences", JSON.valueToTree(headline.sentences()));
    content.put("uniform", comparison.uniform().orElse(null));
    content.put("subject", headline.subject().orElse(null));
    content.put("window", window);
    content.set("tiles", JSON.valueToTree(headline.subject().map(this::tiles).orElse(List.of())));
    ArrayNode strategies = content.putArray("strategies");
    runs.forEach((name, all) ->
        strategies.add(
            Curves.of(comparison.runs(name).values(), all.values(), window).put("name", name)));
    return content;
  }

  private List<Tile> tiles(String strategy) {
    StrategyFigures its = figures.get(strategy);
    return its == null || comparison.horizon() == 0
        ? List.of()
        : Tile.of(comparison.runs(strategy).values(), its);
  }
}
