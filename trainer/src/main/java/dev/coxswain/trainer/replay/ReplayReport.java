package dev.coxswain.trainer.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.trainer.report.Figure;
import dev.coxswain.trainer.report.Page;
import dev.coxswain.trainer.world.RecordedWorld;
import dev.coxswain.trainer.world.SimulatedWorld;
import dev.coxswain.trainer.world.World;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a replay came to: the same figures for programs, for a terminal and as a page.
///
/// The JSON is `{"config", "strategies": {name: {metric: {"mean", "low", "high", "last_quarter",
/// "by_step"}}}, "ceilings", "world"}` with [Metric]'s names; `ceilings` (what is possible at all)
/// and `world` (how much of the pool has outcomes) go beyond the contract. Undefined is null.
public final class ReplayReport {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int WINDOWS = 50; // a moving mean spans about 1/25 of the replay

  /// Below this share of the pool with outcomes, strategies are not ranked.
  static final double LEAST_SUPPORT = 0.2;

  private final Map<String, Object> config;
  private final World world;
  private final Map<String, Replay.Replayed> replayed;
  private final Map<String, Map<Metric, MetricFigures>> figures = new LinkedHashMap<>();
  private final Ceilings ceilings;

  private ReplayReport(
      Map<String, Object> config,
      World world,
      Map<String, Replay.Replayed> replayed,
      Ceilings ceilings) {
    this.config = config;
    this.world = world;
    this.replayed = replayed;
    this.ceilings = ceilings;
    replayed.forEach((name, its) -> figures.put(name, figures(its)));
  }

  /// @param described what else configured the replay, as plain JSON values
  /// @param replayed at least one strategy
  public static ReplayReport of(
      ReplayConfig config,
      World world,
      Map<String, ?> described,
      Map<String, Replay.Replayed> replayed) {
    Map<String, Object> all = new LinkedHashMap<>(described);
    all.put("group_size", world.groupSize());
    all.putAll(config.described());
    return new ReplayReport(all, world, replayed, Ceilings.of(config, world));
  }

  private static Map<Metric, MetricFigures> figures(Replay.Replayed replayed) {
    Map<Metric, MetricFigures> figures = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      figures.put(metric, MetricFigures.of(metric, replayed.seeds()));
    }
    return figures;
  }

  /// The figures as JSON.
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree()) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of plain values can be written.", e);
    }
  }

  /// The page.
  public String html() {
    ObjectNode content = JSON.createObjectNode();
    content.putObject("report").set("config", JSON.valueToTree(config));
    content.putArray("sentences").add(sentence());
    content.put("uniform", replayed.containsKey("uniform") ? "uniform" : null);
    content.put("support", support());
    content.put("ceiling", Ceilings.mean(ceilings.effectiveRatio()));
    content.put("pool_ceiling", Ceilings.mean(ceilings.spearmanPool()));
    int steps = ceilings.effectiveRatio().size();
    content.put("window", steps / WINDOWS);
    ArrayNode strategies = content.putArray("strategies");
    replayed.forEach((name, its) ->
        strategies.add(
            new ReplayCurves(its, world.groupSize(), steps / WINDOWS)
                .node()
                .put("name", name)
                .set("figures", shown(name))));
    return Page.of(Page.Kind.REPLAY, sentence(), content);
  }

  private ObjectNode shown(String name) {
    ObjectNode shown = JSON.createObjectNode();
    figures
        .getOrDefault(name, Map.of())
        .forEach((metric, figure) -> shown.set(metric.code(), JSON.valueToTree(figure.over())));
    shown.set("filled", JSON.valueToTree(Figure.of(filled(name))));
    return shown;
  }

  /// The share of the batches' places that could be filled, seed by seed.
  private List<Double> filled(String name) {
    Replay.Replayed its = replayed.get(name);
    return its == null ? List.of() : its.seeds().stream().map(ReplayReport::filled).toList();
  }

  private static double filled(List<ReplayedStep> steps) {
    double asked = steps.stream().mapToInt(ReplayedStep::asked).sum();
    return asked == 0 ? 0 : steps.stream().mapToInt(ReplayedStep::selected).sum() / asked;
  }

  /// A table for the terminal, a line a strategy.
  public List<String> table() {
    return ReplayTable.of(figures);
  }

  /// The result in one sentence.
  public String sentence() {
    return ReplaySentence.of(figures, support());
  }

  private double support() {
    return switch (world) {
      case RecordedWorld recorded -> recorded.support();
      case SimulatedWorld simulated -> 1;
    };
  }

  private ObjectNode tree() {
    ObjectNode tree = JSON.createObjectNode();
    tree.set("config", JSON.valueToTree(config));
    ObjectNode strategies = tree.putObject("strategies");
    figures.forEach((name, its) -> {
      ObjectNode strategy = strategies.putObject(name);
      its.forEach((metric, figure) -> strategy.set(metric.code(), node(figure)));
    });
    ObjectNode possible = tree.putObject("ceilings");
    possible.set("effective_ratio", steps(ceilings.effectiveRatio()));
    possible.set("spearman_pool", steps(ceilings.spearmanPool()));
    tree.putObject("world").put("prompts", world.pool().size()).put("support", support());
    return tree;
  }

  private static ObjectNode node(MetricFigures figures) {
    Figure over = figures.over();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("mean", over == null ? null : over.mean());
    node.put("low", over == null ? null : over.low());
    node.put("high", over == null ? null : over.high());
    node.put("last_quarter", figures.lastQuarter());
    node.set("by_step", array(figures.byStep()));
    return node;
  }

  private static ObjectNode steps(List<@Nullable Double> byStep) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("mean", Ceilings.mean(byStep));
    node.set("by_step", array(byStep));
    return node;
  }

  private static ArrayNode array(List<@Nullable Double> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
