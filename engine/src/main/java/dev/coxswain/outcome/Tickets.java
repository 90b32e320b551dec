package dev.coxswain.outcome;

import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.Label;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Selector;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The batches that can still be answered, and the answers: those with outcomes to come, and the
/// last ones before them (for repeated selects and for the anchor).
///
/// A ticket is open until its outcome comes. A cancelled one may be answered once more.
final class Tickets {

  static final int KEPT_BATCHES = Selector.MaxSum.LONGEST_WINDOW;

  /// A pick and the batch it was in.
  record Handed(long sequence, Pick pick) {}

  private final Deque<Batch> batches = new ArrayDeque<>();
  private final Map<String, Handed> handed = new HashMap<>(); // of the kept batches
  private final Map<String, Outcome> outcomes = new HashMap<>(); // likewise

  Deque<Batch> batches() {
    return batches;
  }

  Optional<Batch> batch(long sequence) {
    return batches.stream().filter(batch -> batch.sequence() == sequence).findFirst();
  }

  long head() {
    return batches.isEmpty() ? 0 : batches.getLast().sequence();
  }

  void keep(Batch batch) {
    batches.addLast(batch);
    batch.picks().forEach(pick -> handed.put(pick.ticket(), new Handed(batch.sequence(), pick)));
  }

  /// The prompts of the last `window` batches, latest batch first; may be fewer.
  int[] recent(int window) {
    List<Batch> latestFirst = new ArrayList<>(batches).reversed();
    return latestFirst.stream()
        .limit(window)
        .flatMapToInt(batch -> Arrays.stream(batch.prompts()))
        .toArray();
  }

  /// The outcome of a ticket; null while it is open.
  @Nullable Outcome outcome(Pick pick) {
    return outcomes.get(pick.ticket());
  }

  boolean areClosed(Batch batch) {
    return batch.picks().stream().allMatch(pick -> outcomes.containsKey(pick.ticket()));
  }

  /// The ticket's pick, if this outcome is news.
  ///
  /// @throws IllegalArgumentException for a ticket that is not kept, or another outcome than the
  ///   one it already has
  Optional<Handed> news(Outcome outcome) {
    Outcome earlier = outcomes.get(outcome.ticket());
    if (outcome.equals(earlier)) {
      return Optional.empty();
    }
    if (earlier != null && earlier.status() != Status.CANCELLED) {
      throw new IllegalArgumentException(
          "The ticket \"%s\" already has the outcome %s; now %s was reported."
              .formatted(outcome.ticket(), said(earlier), said(outcome)));
    }
    Handed found = handed.get(outcome.ticket());
    if (found == null) {
      throw new IllegalArgumentException(
          """
          The ticket "%s" is not one of the last batches'.
          Maybe it belongs to another run, or was reported long after its batch was learned.\
          """
              .formatted(outcome.ticket()));
    }
    return Optional.of(found);
  }

  private static String said(Outcome outcome) {
    return "%s of %d (%s)"
        .formatted(Label.written(outcome.successes()), outcome.trials(), outcome.status().code());
  }

  /// Notes the outcome.
  ///
  /// @return whether the ticket was open before
  boolean close(Outcome outcome) {
    return outcomes.put(outcome.ticket(), outcome) == null;
  }

  void forget(long learnedTo) {
    while (batches.size() > KEPT_BATCHES && batches.getFirst().sequence() <= learnedTo) {
      for (Pick pick : batches.removeFirst().picks()) {
        handed.remove(pick.ticket());
        outcomes.remove(pick.ticket());
      }
    }
  }

  Tickets moved(IntUnaryOperator now) {
    Tickets moved = new Tickets();
    batches.forEach(batch -> moved.keep(batch.moved(now)));
    moved.outcomes.putAll(outcomes);
    return moved;
  }

  Snapshot snapshot() {
    Snapshot.Builder snapshot =
        new Snapshot.Builder()
            .longs("batches", batches.stream().mapToLong(Batch::sequence).toArray());
    for (Batch batch : batches) {
      snapshot.all("batch-" + batch.sequence(), BatchColumns.of(batch, this::outcome));
    }
    return snapshot.build();
  }

  /// @param promptIds of the pool, by index
  static Tickets restore(Snapshot snapshot, List<String> promptIds) {
    Tickets tickets = new Tickets();
    for (long sequence : snapshot.longs("batches")) {
      Snapshot columns = snapshot.under("batch-" + sequence);
      tickets.keep(BatchColumns.batch(sequence, columns, promptIds));
      BatchColumns.outcomes(columns)
          .forEach(outcome -> tickets.outcomes.put(outcome.ticket(), outcome));
    }
    return tickets;
  }
}
