package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a run was created with. Every default of it stands here.
///
/// @param pool whose prompts are selected
/// @param strategy as written, with its control arm
/// @param groupSize k, rollouts a prompt
/// @param seed of all its randomness
/// @param encoder as written
/// @param groupTimeoutSeconds after which an incomplete group is closed
/// @param learnWaitSeconds how long a select waits for learning
public record RunConfig(
    String pool,
    String strategy,
    int groupSize,
    long seed,
    String encoder,
    double groupTimeoutSeconds,
    double learnWaitSeconds) {

  private static final Set<String> KNOWN =
      Set.of(
          "pool",
          "strategy",
          "group_size",
          "seed",
          "encoder",
          "group_timeout_seconds",
          "learn_wait_seconds");
  private static final int LARGEST_GROUP = 65_536;
  private static final int LONGEST_NAME = 1024;
  private static final double YEAR = 31_536_000;

  /// The configuration of a request, its defaults filled in.
  ///
  /// @throws Refusal `invalid_field`, with a pointer
  public static RunConfig of(JsonNode body) {
    Fields fields = Fields.of(body, KNOWN);
    String encoder = fields.findText("encoder", LONGEST_NAME).orElse("hash").strip();
    try {
      var _ = Encoders.parse(encoder);
    } catch (IllegalArgumentException e) {
      throw Refusal.at("/encoder", Code.INVALID_FIELD, "%s", e.getMessage());
    }
    double timeout = fields.findNumber("group_timeout_seconds", 0, YEAR).orElse(3600);
    if (timeout == 0) {
      throw Refusal.at("/group_timeout_seconds", Code.INVALID_FIELD, "This must be above 0.");
    }
    return new RunConfig(
        fields.id("pool"),
        controlled(fields.findText("strategy", LONGEST_NAME).orElse("hierarchical").strip()),
        (int) fields.whole("group_size", 1, LARGEST_GROUP),
        fields.findWhole("seed", 0, Fields.LARGEST).orElse(0),
        encoder,
        timeout,
        fields.findNumber("learn_wait_seconds", 0, 600).orElse(1));
  }

  /// A strategy that predicts is measured by a control arm, unless it says how.
  private static String controlled(String text) {
    try {
      Strategy strategy = Strategies.parse(text);
      if (strategy.predictor() instanceof Predictor.Probing) {
        throw Refusal.at(
            "/strategy",
            Code.INVALID_FIELD,
            "The strategy \"%s\" asks the policy itself, which a server cannot.",
            text);
      }
      boolean said = text.contains(":control=") || strategy.safeguards().control() > 0;
      return said || !strategy.predictor().informs() ? text : text + ":control=0.05";
    } catch (IllegalArgumentException e) {
      throw Refusal.at("/strategy", Code.INVALID_FIELD, "%s", e.getMessage());
    }
  }

  /// As it is shown and stored.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pool", pool);
    map.put("strategy", strategy);
    map.put("group_size", groupSize);
    map.put("seed", seed);
    map.put("encoder", encoder);
    map.put("group_timeout_seconds", groupTimeoutSeconds);
    map.put("learn_wait_seconds", learnWaitSeconds);
    return map;
  }

  JsonNode json() {
    return Json.of(toMap());
  }

  /// What differs in another configuration: name to its value here and there; empty if nothing.
  Optional<Map<String, Object>> difference(RunConfig asked) {
    Map<String, Object> here = toMap();
    Map<String, Object> there = asked.toMap();
    Map<String, Object> differing = new LinkedHashMap<>();
    here.forEach((name, value) -> {
      Object other = there.get(name);
      if (!value.equals(other)) {
        differing.put(name, Map.of("is", value, "asked", other == null ? "" : other));
      }
    });
    return differing.isEmpty() ? Optional.empty() : Optional.of(differing);
  }
}
