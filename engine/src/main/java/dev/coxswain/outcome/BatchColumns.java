package dev.coxswain.outcome;

import dev.coxswain.prediction.Prediction;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.selection.Warning;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One batch and its outcomes as columns of plain numbers, a row a pick.
final class BatchColumns {

  private static final String PENDING = "PENDING";

  private BatchColumns() {}

  /// @param outcomes of a pick; null where it is still to come
  static Snapshot of(Batch batch, Function<Pick, @Nullable Outcome> outcomes) {
    List<Pick> picks = batch.picks();
    Snapshot.Builder columns =
        new Snapshot.Builder()
            .longs("asked", new long[] {batch.asked()})
            .text("warnings", lines(batch.warnings().stream().map(Warning::name)))
            .longs("prompts", picks.stream().mapToLong(Pick::prompt).toArray())
            .doubles("means", picks.stream().mapToDouble(p -> p.predicted().mean()).toArray())
            .doubles("sds", picks.stream().mapToDouble(p -> p.predicted().sd()).toArray())
            .doubles("propensities", picks.stream().mapToDouble(Pick::propensity).toArray())
            .text("reasons", lines(picks.stream().map(pick -> pick.reason().name())))
            .text("tickets", lines(picks.stream().map(Pick::ticket)))
            .doubles("successes", column(picks, outcomes, Outcome::successes))
            .longs("trials", longs(column(picks, outcomes, Outcome::trials)))
            .doubles("reward-sds", column(picks, outcomes, Outcome::rewardSd))
            .longs("tokens", longs(column(picks, outcomes, Outcome::tokens)))
            .text("statuses", lines(picks.stream().map(pick -> status(outcomes.apply(pick)))));
    for (int i = 0; i < picks.size(); i++) {
      if (picks.get(i).prompt() == Pick.RETIRED) {
        columns.text("retired-" + i, picks.get(i).promptId());
      }
    }
    return columns.build();
  }

  private static String lines(Stream<String> words) {
    return words.collect(Collectors.joining("\n"));
  }

  /// One number of every pick's outcome; −1 where it is still to come.
  private static double[] column(
      List<Pick> picks,
      Function<Pick, @Nullable Outcome> outcomes,
      ToDoubleFunction<Outcome> number) {
    return picks.stream()
        .map(outcomes)
        .mapToDouble(outcome -> outcome == null ? -1 : number.applyAsDouble(outcome))
        .toArray();
  }

  private static long[] longs(double[] wholeNumbers) {
    return Arrays.stream(wholeNumbers).mapToLong(number -> (long) number).toArray();
  }

  private static String status(@Nullable Outcome outcome) {
    return outcome == null ? PENDING : outcome.status().name();
  }

  /// @param promptIds of the pool, by index
  static Batch batch(long sequence, Snapshot columns, List<String> promptIds) {
    long[] prompts = columns.longs("prompts");
    List<String> tickets = columns.text("tickets").lines().toList();
    List<String> reasons = columns.text("reasons").lines().toList();
    List<Pick> picks = new ArrayList<>();
    for (int i = 0; i < prompts.length; i++) {
      int prompt = Math.toIntExact(prompts[i]);
      picks.add(
          new Pick(
              tickets.get(i),
              prompt,
              prompt == Pick.RETIRED ? columns.text("retired-" + i) : promptIds.get(prompt),
              new Prediction(columns.doubles("means")[i], columns.doubles("sds")[i]),
              columns.doubles("propensities")[i],
              Reason.valueOf(reasons.get(i))));
    }
    List<Warning> warnings = columns.text("warnings").lines().map(Warning::valueOf).toList();
    return new Batch(sequence, Math.toIntExact(columns.longs("asked")[0]), picks, warnings);
  }

  /// Those that have come.
  static List<Outcome> outcomes(Snapshot columns) {
    List<String> tickets = columns.text("tickets").lines().toList();
    List<String> statuses = columns.text("statuses").lines().toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < tickets.size(); i++) {
      if (!statuses.get(i).equals(PENDING)) {
        outcomes.add(
            new Outcome(
                tickets.get(i),
                columns.doubles("successes")[i],
                Math.toIntExact(columns.longs("trials")[i]),
                columns.doubles("reward-sds")[i],
                columns.longs("tokens")[i],
                Outcome.Status.valueOf(statuses.get(i))));
      }
    }
    return outcomes;
  }
}
