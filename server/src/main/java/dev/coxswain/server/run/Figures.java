package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.math.Order;
import dev.coxswain.math.Spearman;
import dev.coxswain.outcome.Brier;
import dev.coxswain.outcome.CalibrationError;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.server.json.Json;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What came of batches, in figures. Predictions are those made at the select; only trials count.
final class Figures {

  private Figures() {}

  /// Groups of one arm, and the mixed ones among them.
  private record Arm(long groups, long mixed) {

    Arm plus(boolean isMixed) {
      return new Arm(groups + 1, mixed + (isMixed ? 1 : 0));
    }

    ObjectNode json() {
      return Json.object().put("groups", groups).put("mixed", mixed);
    }
  }

  /// Predictions, and the rates that were observed.
  private static final class Pairs {

    private double[] predicted = new double[16];
    private double[] observed = new double[16];
    private int count;

    void add(double prediction, double rate) {
      if (count == predicted.length) {
        predicted = Arrays.copyOf(predicted, 2 * count);
        observed = Arrays.copyOf(observed, 2 * count);
      }
      predicted[count] = prediction;
      observed[count++] = rate;
    }

    double[] predicted() {
      return Arrays.copyOf(predicted, count);
    }

    double[] observed() {
      return Arrays.copyOf(observed, count);
    }
  }

  /// The trials of some batches.
  private static final class Trials {

    private final Pairs all = new Pairs();
    private final Pairs byChance = new Pairs();
    private Arm control = new Arm(0, 0);
    private Arm selected = new Arm(0, 0);
    private long allRight;
    private long allWrong;
    private long rollouts;
    private long tokens;
    private int closed;
    private final Map<Status, Long> statuses = new EnumMap<>(Status.class);

    void add(Scores scores) {
      rollouts += scores.rollouts();
      tokens += scores.tokens();
      for (int place = 0; place < scores.size(); place++) {
        Optional<Status> status = scores.status(place);
        if (status.isPresent()) {
          statuses.merge(status.get(), 1L, Long::sum);
          closed++;
          if (!Double.isNaN(scores.rate(place))) {
            addTrial(scores, place);
          }
        }
      }
    }

    private void addTrial(Scores scores, int place) {
      boolean mixed = scores.isMixed(place);
      double rate = scores.rate(place);
      if (scores.isByChance(place)) {
        control = control.plus(mixed);
        byChance.add(scores.predicted(place), rate);
      } else {
        selected = selected.plus(mixed);
      }
      allRight += !mixed && rate > 0.5 ? 1 : 0;
      allWrong += !mixed && rate <= 0.5 ? 1 : 0;
      all.add(scores.predicted(place), rate);
    }
  }

  /// @param learnedTo the last batch that has been learned
  /// @param groupSize k
  static JsonNode batch(Handed batch, Scores scores, long learnedTo, int groupSize) {
    Trials trials = new Trials();
    trials.add(scores);
    Ask ask = batch.ask();
    ObjectNode node =
        Json.object()
            .put("seq", ask.seq())
            .put("consumer", ask.consumer())
            .put("ordinal", batch.ordinal())
            .put("selected_at", batch.at().toString())
            .put("size", ask.size())
            .put("picked", batch.size())
            .put("closed", trials.closed)
            .put("learned", batch.ordinal() <= learnedTo);
    node.put("stale", batch.isStale()).put("learned_to", batch.learnedTo());
    node.put("groups", trials.all.count)
        .put("mixed", trials.control.mixed() + trials.selected.mixed());
    node.put("all_right", trials.allRight).put("all_wrong", trials.allWrong);
    node.set("control", trials.control.json());
    node.set("selected", trials.selected.json());
    node.put("predicted_mean", orNull(Arrays.stream(trials.all.predicted()).average()));
    node.put("observed_mean", orNull(Arrays.stream(trials.all.observed()).average()));
    node.put("brier", orNull(Brier.of(trials.all.predicted(), trials.all.observed())));
    node.put("spearman", orNull(Spearman.of(trials.all.predicted(), trials.all.observed())));
    spread(node, trials.all.observed(), groupSize);
    node.put("rollouts", trials.rollouts).put("tokens", trials.tokens);
    ObjectNode statuses = node.putObject("statuses");
    trials.statuses.forEach((status, groups) -> statuses.put(status.code(), groups));
    batch.warnings().forEach(node.putArray("warnings")::add);
    return node;
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

  /// Over all batches of a lineage.
  ///
  /// @param coverage distinct prompts selected
  /// @param poolSize N
  static JsonNode summary(List<Scores> batches, long coverage, long poolSize) {
    Trials trials = new Trials();
    batches.forEach(trials::add);
    ObjectNode node =
        Json.object()
            .put("rollouts", trials.rollouts)
            .put("tokens", trials.tokens)
            .put("effective_ratio", ratio(trials.selected))
            .put("control_effective_ratio", ratio(trials.control));
    node.set("selected", trials.selected.json());
    node.set("control", trials.control.json());
    uplift(node, trials.selected, trials.control);
    node.put("ece", orNull(CalibrationError.of(trials.all.predicted(), trials.all.observed())));
    node.set("reliability", reliability(trials.all.predicted(), trials.all.observed()));
    node.set(
        "control_reliability",
        reliability(trials.byChance.predicted(), trials.byChance.observed()));
    return node.put("coverage", coverage).put("pool_size", poolSize);
  }

  /// The bins of [CalibrationError], with Wilson's interval as if a group were one trial: wider
  /// than its rollouts would give, since the rollouts of a prompt are alike.
  static JsonNode reliability(double[] predicted, double[] observed) {
    ArrayNode bins = JsonNodeFactory.instance.arrayNode();
    int[] order = Order.ascending(predicted);
    int n = predicted.length;
    int most = Math.min(CalibrationError.BINS, n);
    for (int bin = 0; bin < most; bin++) {
      int from = (int) ((long) n * bin / most);
      int to = (int) ((long) n * (bin + 1) / most);
      double said = 0;
      double seen = 0;
      for (int i = from; i < to; i++) {
        said += predicted[order[i]];
        seen += observed[order[i]];
      }
      int groups = to - from;
      double[] interval = wilson(seen / groups, groups);
      bins.addObject()
          .put("predicted", said / groups)
          .put("observed", seen / groups)
          .put("low", interval[0])
          .put("high", interval[1])
          .put("groups", groups);
    }
    return bins;
  }

  private static @Nullable Double ratio(Arm arm) {
    return arm.groups() == 0 ? null : (Double) ((double) arm.mixed() / arm.groups());
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
