package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.outcome.Brier;
import dev.coxswain.outcome.CalibrationError;
import dev.coxswain.server.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What came of batches, in figures. Predictions are those made at the select; only trials count.
final class Figures {

  private Figures() {}

  /// @param learnedTo the last batch that has been learned
  /// @param groupSize k
  static JsonNode batch(Handed batch, Scores scores, long learnedTo, int groupSize) {
    Trials trials = Trials.of(List.of(scores));
    Ask ask = batch.ask();
    ObjectNode node =
        Json.object()
            .put("seq", ask.seq())
            .put("consumer", ask.consumer())
            .put("ordinal", batch.ordinal())
            .put("selected_at", batch.at().toString())
            .put("size", ask.size())
            .put("picked", batch.size())
            .put("closed", trials.closed())
            .put("learned", batch.ordinal() <= learnedTo);
    node.put("stale", batch.isStale()).put("learned_to", batch.learnedTo());
    double[] predicted = trials.all().predicted();
    double[] observed = trials.all().observed();
    node.put("groups", observed.length)
        .put("mixed", trials.control().mixed() + trials.selected().mixed());
    node.put("all_right", trials.allRight()).put("all_wrong", trials.allWrong());
    node.set("control", json(trials.control()));
    node.set("selected", json(trials.selected()));
    node.put("predicted_mean", orNull(Arrays.stream(predicted).average()));
    node.put("observed_mean", orNull(Arrays.stream(observed).average()));
    node.put("brier", orNull(Brier.of(predicted, observed)));
    node.put("spearman", orNull(trials.all().spearman()));
    spread(node, observed, groupSize);
    node.put("rollouts", trials.rollouts()).put("tokens", trials.tokens());
    ObjectNode statuses = node.putObject("statuses");
    trials.statuses().forEach((status, groups) -> statuses.put(status.code(), groups));
    batch.warnings().forEach(node.putArray("warnings")::add);
    return node;
  }

  private static ObjectNode json(Arm arm) {
    return Json.object().put("groups", arm.groups()).put("mixed", arm.mixed());
  }

  /// The sample variance of observed rates, and how much of it is the noise of k rollouts, of which
  /// γ̄(1 − γ̄)/(k − 1) is an unbiased estimate.
  private static void spread(ObjectNode node, double[] rates, int groupSize) {
    if (rates.length < 2 || groupSize < 2) {
      node.putNull("rate_variance").putNull("rate_noise");
      return;
    }
    double mean = Arrays.stream(rates).average().orElseThrow();
    double squares = Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).sum();
    double noise = Arrays.stream(rates).map(rate -> rate * (1 - rate)).sum() / rates.length;
    node.put("rate_variance", squares / (rates.length - 1));
    node.put("rate_noise", noise / (groupSize - 1));
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  /// Of a whole lineage.
  ///
  /// @param trials of all batches of a lineage
  /// @param coverage distinct prompts selected
  /// @param poolSize N
  static JsonNode summary(Trials trials, long coverage, long poolSize) {
    ObjectNode node =
        Json.object()
            .put("rollouts", trials.rollouts())
            .put("tokens", trials.tokens())
            .put("effective_ratio", orNull(trials.selected().mixedShare()))
            .put("control_effective_ratio", orNull(trials.control().mixedShare()));
    node.set("selected", json(trials.selected()));
    node.set("control", json(trials.control()));
    uplift(node, trials.selected(), trials.control());
    node.put("ece", orNull(trials.all().calibrationError()));
    node.put("smece", orNull(trials.all().smoothCalibrationError()));
    node.set("reliability", reliability(trials.all()));
    node.set("control_reliability", reliability(trials.byChance()));
    return node.put("coverage", coverage).put("pool_size", poolSize);
  }

  /// The bins of [CalibrationError], with Wilson's interval as if a group were one trial: wider
  /// than its rollouts would give, since the rollouts of a prompt are alike.
  static JsonNode reliability(Pairs pairs) {
    ArrayNode bins = JsonNodeFactory.instance.arrayNode();
    for (Pairs.Bin bin : pairs.bins(CalibrationError.BINS)) {
      double[] interval = wilson(bin.observed(), (double) bin.groups());
      bins.addObject()
          .put("predicted", bin.predicted())
          .put("observed", bin.observed())
          .put("low", interval[0])
          .put("high", interval[1])
          .put("groups", bin.groups());
    }
    return bins;
  }

  /// The difference of the two shares with Newcombe's hybrid score interval (Statistics in Medicine
  /// 17, 1998, method 10).
  private static void uplift(ObjectNode node, Arm selected, Arm control) {
    if (selected.groups() == 0 || control.groups() == 0) {
      node.putNull("uplift").putNull("uplift_low").putNull("uplift_high");
      return;
    }
    double p = (double) selected.mixed() / selected.groups();
    double q = (double) control.mixed() / control.groups();
    double[] of = wilson(p, (double) selected.groups());
    double[] against = wilson(q, (double) control.groups());
    double down = Math.hypot(p - of[0], against[1] - q);
    double up = Math.hypot(of[1] - p, q - against[0]);
    node.put("uplift", p - q).put("uplift_low", p - q - down).put("uplift_high", p - q + up);
  }

  /// Wilson's 95 % interval of a share.
  private static double[] wilson(double p, double n) {
    double z = 1.959963984540054;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return new double[] {Math.max(middle - half, 0), Math.min(middle + half, 1)};
  }
}
