package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.SavedBelief;
import dev.coxswain.Steering;
import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.allocation.Calibration;
import dev.coxswain.allocation.Sampled;
import dev.coxswain.allocation.Stopping;
import dev.coxswain.allocation.Verdict;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.Forecast;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.pool.PromptText;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What a run believes of prompts that somebody asks about: predict, allocate, should-stop. Changes
/// nothing; what is drawn depends on the run's seed and on nothing else that changes.
final class Counsel {

  /// Of the randomness of predictions that are only asked about.
  static final String PURPOSE = "counsel";

  private static final int MOST_IDS = 65_536;
  private static final int MOST_TEXTS = 10_000;
  private static final int MOST_SAMPLES = 65_536;

  private final Run run;
  private final RunPools pools;

  Counsel(Run run, RunPools pools) {
    this.run = run;
    this.pools = pools;
  }

  /// What was asked about.
  private record Asked(List<String> ids, List<String> texts) {

    int size() {
      return ids.size() + texts.size();
    }
  }

  /// What is believed now, taken out of the run so that it may go on meanwhile.
  private record Moment(Belief belief, Prepared prepared, List<Forecast> forecasts) {}

  private Moment now() {
    return run.read((ledger, helm) -> {
      Steering steering = helm.steering();
      List<Forecast> forecasts =
          steering.strategy().predictor().informs() ? steering.history().forecasts() : List.of();
      return new Moment(steering.belief(), helm.prepared(), forecasts);
    });
  }

  /// What is believed now, with all that its use elsewhere takes.
  byte[] belief() {
    SavedBelief saved =
        run.read((ledger, helm) ->
            SavedBelief.of(helm.steering(), pools.encoderSnapshot(), helm.prepared().pool()));
    return SnapshotFormat.write(saved.snapshot());
  }

  /// γ̂ and sd of every prompt asked about.
  JsonNode predict(JsonNode body) {
    Asked asked = asked(Fields.of(body, Set.of("prompt_ids", "prompts")));
    ArrayNode answer = (ArrayNode) Json.of(List.of());
    List<SuccessRates> rates = rates(now(), asked);
    for (int i = 0; i < rates.size(); i++) {
      describe(answer.addObject(), asked, i, rates.get(i));
    }
    return answer;
  }

  private static void describe(ObjectNode node, Asked asked, int i, SuccessRates rates) {
    if (i < asked.ids().size()) {
      node.put("prompt_id", asked.ids().get(i));
    }
    node.put("predicted", rates.mean()).put("sd", rates.sd());
  }

  /// Samples for every prompt asked about.
  JsonNode allocate(JsonNode body) {
    Fields fields =
        Fields.of(body, Set.of("prompt_ids", "prompts", "mean_budget", "min", "max", "mode"));
    Asked asked = asked(fields);
    if (asked.size() == 0) {
      throw Refusal.at("/prompt_ids", Code.INVALID_FIELD, "There must be at least one prompt.");
    }
    double mean =
        fields
            .findNumber("mean_budget", 0, MOST_SAMPLES)
            .orElseThrow(
                () -> Refusal.at("/mean_budget", Code.INVALID_FIELD, "This field is missing."));
    Budget budget;
    try {
      budget =
          new Budget(
              mean,
              (int) fields.findWhole("min", 0, MOST_SAMPLES).orElse(1),
              (int) fields.findWhole("max", 1, MOST_SAMPLES).orElse(64));
    } catch (IllegalArgumentException e) {
      throw Refusal.at("/mean_budget", Code.INVALID_FIELD, "%s", e.getMessage());
    }
    Moment now = now();
    Allocator allocator = allocator(fields.findText("mode", 64), now.forecasts());
    List<SuccessRates> rates = rates(now, asked);
    Allocation allocation = allocator.allocate(rates, budget);
    ObjectNode answer = Json.object();
    ArrayNode allocations = answer.putArray("allocations");
    for (int i = 0; i < rates.size(); i++) {
      ObjectNode one = allocations.addObject();
      describe(one, asked, i, rates.get(i));
      one.put("samples", allocation.samples().get(i));
    }
    return answer
        .put("expected_solved", allocation.expectedSolved())
        .put("expected_solved_uniform", allocation.expectedSolvedUniform());
  }

  private static Allocator allocator(Optional<String> mode, List<Forecast> forecasts) {
    return switch (mode.orElse(forecasts.isEmpty() ? "greedy" : "bins")) {
      case "greedy" -> new Allocator.Greedy();
      case "uniform" -> new Allocator.Uniform();
      case "bins" -> {
        if (forecasts.isEmpty()) {
          throw Refusal.at(
              "/mode",
              Code.INVALID_FIELD,
              "There are no outcomes of predicted prompts yet to make bins of; use greedy.");
        }
        yield new Allocator.Bins(Calibration.of(forecasts));
      }
      default ->
          throw Refusal.at("/mode", Code.INVALID_FIELD, "This must be greedy, bins or uniform.");
    };
  }

  /// Whether to go on sampling one prompt.
  JsonNode shouldStop(JsonNode body) {
    Fields fields =
        Fields.of(body, Set.of("prompt_id", "prompt", "successes", "trials", "answers"));
    int trials = (int) fields.whole("trials", 0, MOST_SAMPLES);
    int successes = (int) fields.whole("successes", 0, MOST_SAMPLES);
    if (successes > trials) {
      throw Refusal.at("/successes", Code.INVALID_OUTCOME, "There are more successes than trials.");
    }
    List<Integer> answers = new ArrayList<>();
    List<JsonNode> counts = fields.list("answers", MOST_SAMPLES);
    for (int i = 0; i < counts.size(); i++) {
      JsonNode count = counts.get(i);
      if (!count.canConvertToExactIntegral()
          || count.asLong() < 0
          || count.asLong() > MOST_SAMPLES) {
        throw Refusal.at(
            "/answers/" + i,
            Code.INVALID_FIELD,
            "This must be a whole number in 0 .. %d.",
            MOST_SAMPLES);
      }
      answers.add(count.intValue());
    }
    Asked asked =
        fields.has("prompt_id")
            ? new Asked(List.of(fields.text("prompt_id", 512)), List.of())
            : new Asked(List.of(), List.of(PromptText.of(fields.node("prompt"), "/prompt")));
    SuccessRates rates = rates(now(), asked, "/prompt_id").getFirst();
    Stopping stopping = fields.has("answers") ? Stopping.Majority.USUAL : Stopping.Verified.USUAL;
    Verdict verdict = stopping.judge(rates.prediction(), new Sampled(successes, trials, answers));
    return Json.object()
        .put("stop", verdict.stop())
        .put("posterior_mean", verdict.posteriorMean())
        .put("posterior_sd", verdict.posteriorSd());
  }

  private static Asked asked(Fields fields) {
    List<String> ids = new ArrayList<>();
    List<JsonNode> idNodes = fields.list("prompt_ids", MOST_IDS);
    for (int i = 0; i < idNodes.size(); i++) {
      ids.add(Fields.text("/prompt_ids/" + i, idNodes.get(i), 512));
    }
    List<String> texts = new ArrayList<>();
    List<JsonNode> textNodes = fields.list("prompts", MOST_TEXTS);
    for (int i = 0; i < textNodes.size(); i++) {
      texts.add(PromptText.of(textNodes.get(i), "/prompts/" + i));
    }
    return new Asked(ids, texts);
  }

  private List<SuccessRates> rates(Moment now, Asked asked) {
    return rates(now, asked, "/prompt_ids/%d");
  }

  private List<SuccessRates> rates(Moment now, Asked asked, String pointer) {
    Pool pool = now.prepared().pool();
    int[] prompts = new int[asked.ids().size()];
    for (int i = 0; i < prompts.length; i++) {
      prompts[i] = index(pool, asked.ids().get(i), pointer.formatted(i));
    }
    SuccessRates[] rates = new SuccessRates[asked.size()];
    RandomKey key = RandomKey.of(run.config().seed(), PURPOSE);
    if (prompts.length > 0) {
      now.belief().read(now.prepared().embeddings(), prompts, key, (i, found) -> rates[i] = found);
    }
    if (!asked.texts().isEmpty()) {
      Embeddings others = embeddings(asked.texts());
      int[] unseen = new int[asked.texts().size()];
      Arrays.fill(unseen, -1);
      int[] all = IntStream.range(0, unseen.length).toArray();
      now.belief()
          .forPool(unseen)
          .read(others, all, key, (i, found) -> rates[prompts.length + i] = found);
    }
    return Arrays.asList(rates);
  }

  private static int index(Pool pool, String id, String pointer) {
    try {
      return pool.indexOf(id);
    } catch (IllegalArgumentException e) {
      throw Refusal.at(pointer, Code.NOT_FOUND, "The run's pool has no prompt of this id.");
    }
  }

  private Embeddings embeddings(List<String> texts) {
    List<Prompt> prompts = new ArrayList<>();
    for (String text : texts) {
      prompts.add(new Prompt(Integer.toString(prompts.size()), text, Optional.empty()));
    }
    try {
      return pools.encode(new PoolFile(Pool.of(prompts), Optional.empty()));
    } catch (IllegalArgumentException e) {
      throw Refusal.at(
          "/prompts", Code.INVALID_FIELD, "These prompts cannot be encoded: %s", e.getMessage());
    }
  }
}
