package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.Label;
import dev.coxswain.selection.Reason;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the figures need of a batch: 22 bytes a ticket, kept when its [Tickets] are put away.
/// Mutable until it is shared; its batch owns it.
final class Scores {

  private static final Set<String> BY_CHANCE =
      Set.of(Reason.CONTROL.code(), Reason.FALLBACK.code());

  private final double[] predicted; // by place, as below
  private final boolean[] byChance;
  private final double[] rates; // successes by trials; NaN where there is no trial
  private final boolean[] mixed;
  private final @Nullable Status[] statuses; // null while open
  private long rollouts;
  private long tokens;

  private Scores(
      double[] predicted,
      boolean[] byChance,
      double[] rates,
      boolean[] mixed,
      @Nullable Status[] statuses) {
    this.predicted = predicted;
    this.byChance = byChance;
    this.rates = rates;
    this.mixed = mixed;
    this.statuses = statuses;
  }

  /// Of a batch for which nothing has come back.
  static Scores of(JsonNode response) {
    JsonNode picks = response.get("tickets");
    int size = picks.size();
    double[] predicted = new double[size];
    boolean[] byChance = new boolean[size];
    for (int place = 0; place < size; place++) {
      predicted[place] = picks.get(place).get("predicted").doubleValue();
      byChance[place] = BY_CHANCE.contains(picks.get(place).get("reason").textValue());
    }
    double[] rates = new double[size];
    Arrays.fill(rates, Double.NaN);
    return new Scores(predicted, byChance, rates, new boolean[size], new Status[size]);
  }

  Scores copy() {
    Scores copy = new Scores(predicted, byChance, rates.clone(), mixed.clone(), statuses.clone());
    copy.rollouts = rollouts;
    copy.tokens = tokens;
    return copy;
  }

  /// Counts what a report told of.
  void count(Piece piece) {
    rollouts += piece.trials();
    tokens += piece.tokens();
  }

  /// Notes how a group ended; it may end anew.
  ///
  /// @param trial whether it counts
  void end(int place, Outcome outcome, boolean trial) {
    rates[place] = trial ? outcome.successes() / outcome.trials() : Double.NaN;
    mixed[place] = trial && outcome.rewardSd() > Label.EQUAL_REWARDS;
    statuses[place] = outcome.status();
  }

  int size() {
    return statuses.length;
  }

  /// Whether every group has ended.
  boolean isSettled() {
    return Arrays.stream(statuses).allMatch(Objects::nonNull);
  }

  /// γ̂ at the select.
  double predicted(int place) {
    return predicted[place];
  }

  /// s/n; NaN where there is no trial.
  double rate(int place) {
    return rates[place];
  }

  /// Whether chance alone picked it.
  boolean isByChance(int place) {
    return byChance[place];
  }

  /// Whether its rollouts were not all alike.
  boolean isMixed(int place) {
    return mixed[place];
  }

  /// How the group ended; empty while it is open.
  Optional<Status> status(int place) {
    return Optional.ofNullable(statuses[place]);
  }

  long rollouts() {
    return rollouts;
  }

  long tokens() {
    return tokens;
  }
}
