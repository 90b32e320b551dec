package dev.coxswain.trainer.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.trainer.disk.WholeFile;
import dev.coxswain.trainer.experiment.Experiment.CellReport;
import dev.coxswain.trainer.report.Figure;
import dev.coxswain.trainer.report.StrategyFigures;
import dev.coxswain.trainer.report.TopicFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an experiment came to, every cell with every strategy: as JSON for programs, as Markdown
/// for people and for the record. Intervals are bootstrap ones, over seeds; gains, ratios and
/// shares are taken seed by seed. The curves of a cell are on its own page.
public final class ExperimentReport {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> COLUMNS =
      List.of(
          "strategy",
          "learning rate",
          "final accuracy, %",
          "over uniform, points",
          "area over uniform, points",
          "fewer steps, ×",
          "rollouts to target",
          "share of the oracle's gain",
          "seeds that never got there");

  private static final List<String> HEALTH =
      List.of(
          "strategy",
          "effective ratio",
          "distinct prompts",
          "ρ selected",
          "ρ pool",
          "ρ unvisited",
          "tokens to target",
          "seconds to target",
          "steering, ms a step",
          "all, ms a step",
          "out of distribution, points gained");

  private final Grid grid;
  private final Map<Cell, CellReport> cells;

  ExperimentReport(Grid grid, Map<Cell, CellReport> cells) {
    this.grid = grid;
    this.cells = new LinkedHashMap<>(cells);
  }

  /// Writes `report.json` and `report.md`, each whole or not at all.
  void write(Path folder) {
    WholeFile.write(folder.resolve("report.json"), json());
    WholeFile.write(folder.resolve("report.md"), markdown());
  }

  /// `{"grid", "cells": {name: {"learning_rates", "strategies": {name: {figure: {"mean", "low",
  /// "high"}}}}}}`, figures as in a training's `report.json`.
  public String json() {
    ObjectNode report = JSON.createObjectNode();
    report.set("grid", JSON.valueToTree(grid));
    ObjectNode all = report.putObject("cells");
    cells.forEach((cell, its) -> {
      ObjectNode one = all.putObject(cell.name());
      ObjectNode rates = one.putObject("learning_rates");
      its.report().figures().keySet().forEach(name -> rates.put(name, its.rate(name)));
      one.set("strategies", JSON.valueToTree(its.report().figures()));
    });
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("A tree of plain values can be written.", e);
    }
  }

  /// Three tables a cell: what was learned, by which batches, and on which topics if there are
  /// several.
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# %d seeds, %d steps".formatted(grid.seeds(), grid.steps()));
    cells.forEach((cell, its) -> {
      lines.addAll(List.of("", "## " + cell.name(), ""));
      Map<String, StrategyFigures> all = its.report().figures();
      lines.addAll(head(COLUMNS));
      all.forEach((name, figures) -> lines.add(row(cells(name, its.rate(name), figures))));
      lines.add("");
      lines.addAll(head(HEALTH));
      all.forEach((name, figures) -> lines.add(row(health(name, figures))));
      lines.addAll(topics(all));
    });
    return String.join("\n", lines) + "\n";
  }

  /// A topic a line and two columns a strategy: what it ended at, and its share of the batches.
  private static List<String> topics(Map<String, StrategyFigures> all) {
    TreeSet<String> topics = new TreeSet<>();
    all.values().forEach(figures -> topics.addAll(figures.topics().keySet()));
    if (topics.size() < 2) {
      return List.of();
    }
    List<String> columns = new ArrayList<>(List.of("topic"));
    for (String name : all.keySet()) {
      columns.add(name + ", final accuracy, %");
      columns.add(name + ", % of the batches");
    }
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(head(columns));
    for (String topic : topics) {
      List<String> cells = new ArrayList<>(List.of(topic));
      for (StrategyFigures figures : all.values()) {
        TopicFigures its = figures.topics().get(topic);
        cells.add(its == null ? "" : words(its.accuracy(), 100, "%.1f"));
        cells.add(its == null ? "" : words(its.selected(), 100, "%.1f"));
      }
      lines.add(row(cells.stream()));
    }
    return lines;
  }

  private static List<String> head(List<String> columns) {
    return List.of(row(columns.stream()), row(columns.stream().map(_ -> "---")));
  }

  private static Stream<String> health(String name, StrategyFigures its) {
    return Stream.of(
        name,
        words(its.effectiveRatio(), 1, "%.2f"),
        words(its.distinct(), 1, "%,.0f"),
        words(its.spearmanSelected(), 1, "%.2f"),
        words(its.spearmanPool(), 1, "%.2f"),
        words(its.spearmanUnvisited(), 1, "%.2f"),
        words(its.tokensToTarget(), 1, "%,.0f"),
        words(its.secondsToTarget(), 1, "%.1f"),
        words(its.steeringSeconds(), 1000, "%.1f"),
        words(its.secondsPerStep(), 1000, "%.1f"),
        words(its.transferGain(), 100, "%+.1f"));
  }

  private static Stream<String> cells(String name, double rate, StrategyFigures its) {
    return Stream.of(
        name,
        Double.toString(rate),
        words(its.finalAccuracy(), 100, "%.1f"),
        words(its.finalGain(), 100, "%+.1f"),
        words(its.areaGain(), 100, "%+.1f"),
        words(its.ratioToUniform(), 1, "%.2f"),
        words(its.rolloutsToTarget(), 1, "%,.0f"),
        words(its.shareOfOracleGain(), 1, "%.2f"),
        "%d of %d".formatted(its.censored(), its.seeds()));
  }

  private static String words(@Nullable Figure figure, double scale, String format) {
    if (figure == null) {
      return "";
    }
    String mean = number(format, scale * figure.mean());
    return figure.seeds() == 1
        ? mean
        : "%s (%s to %s)"
            .formatted(
                mean, number(format, scale * figure.low()), number(format, scale * figure.high()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value).replace("-", "−");
  }

  private static String row(Stream<String> cells) {
    return "| " + String.join(" | ", cells.toList()) + " |";
  }
}
