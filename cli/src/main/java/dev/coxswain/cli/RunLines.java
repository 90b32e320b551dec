package dev.coxswain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// A run of a server as people read it: a key and its value a line, with a tab in between. The keys
/// are those of the contract; `--json` has everything.
final class RunLines {

  private static final List<String> CONFIG =
      List.of("pool", "strategy", "group_size", "seed", "encoder");
  private static final List<String> STATE =
      List.of("created", "lineage", "batches", "learned_to", "pending", "coverage", "pool_size");

  private RunLines() {}

  /// A run, or where one is now.
  static List<String> of(JsonNode run) {
    List<String> lines = new ArrayList<>();
    add(lines, "run", run.get("run"));
    CONFIG.forEach(key -> add(lines, key, run.path("config").path(key)));
    STATE.forEach(key -> add(lines, key, run.path(key)));
    StringJoiner head = new StringJoiner(", ");
    run.path("head").properties().forEach(it -> head.add(it.getKey() + " " + it.getValue()));
    if (head.length() > 0) {
      lines.add("head\t" + head);
    }
    if (run.at("/guard/fallen_back").booleanValue()) {
      lines.add("guard\tfallen back since batch " + run.at("/guard/since").asText());
    }
    run.path("alarms").forEach(alarm -> lines.add("alarm\t" + alarm.asText()));
    return lines;
  }

  private static void add(List<String> lines, String key, JsonNode value) {
    if (!value.isMissingNode()) {
      lines.add(key + "\t" + value.asText());
    }
  }

  /// A run in one line.
  static String inOne(JsonNode run) {
    return String.join(
        "\t",
        run.path("run").asText(),
        run.at("/config/pool").asText(),
        run.at("/config/strategy").asText(),
        run.path("batches").asText(),
        run.path("learned_to").asText(),
        run.path("pending").asText());
  }
}
