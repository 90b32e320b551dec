package dev.coxswain.outcome;

import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was selected and what was observed: pending kept apart from observed. Mutable; one owner.
///
/// Keeps the batches whose outcomes are still to come and the last ones before them (for repeated
/// selects and for the anchor); of older ones only the counts of visits. The durable log of
/// everything is the service's affair, not the engine's.
public final class History {

  private static final int KEPT_BATCHES = Selector.MaxSum.LONGEST_WINDOW;
  private static final String PENDING = "PENDING";

  private final int[] visits; // (N)
  private final long[] lastSelected; // (N), sequence number; −1 for never
  private final boolean[] pending; // (N)
  private final Deque<Batch> batches = new ArrayDeque<>();
  private final Map<String, Pick> picks = new HashMap<>(); // of the kept batches, by ticket
  private final Map<String, Outcome> observed = new HashMap<>(); // likewise
  private long learnedTo;

  /// @param poolSize N
  public History(int poolSize) {
    visits = new int[poolSize];
    lastSelected = new long[poolSize];
    Arrays.fill(lastSelected, -1);
    pending = new boolean[poolSize];
  }

  /// The sequence number of the last batch; 0 before the first.
  public long head() {
    return batches.isEmpty() ? 0 : batches.getLast().sequence();
  }

  /// The sequence number of the last batch that was learned; 0 before the first.
  public long learnedTo() {
    return learnedTo;
  }

  /// The kept batch of that sequence number.
  public Optional<Batch> batch(long sequence) {
    return batches.stream().filter(batch -> batch.sequence() == sequence).findFirst();
  }

  /// The prompts of the last `window` batches, latest batch first; may be fewer.
  public int[] recent(int window) {
    List<Batch> latestFirst = new ArrayList<>(batches).reversed();
    return latestFirst.stream()
        .limit(window)
        .flatMapToInt(batch -> Arrays.stream(batch.prompts()))
        .toArray();
  }

  public boolean isPending(int prompt) {
    return pending[prompt];
  }

  /// How often the prompt was selected.
  public int visits(int prompt) {
    return visits[prompt];
  }

  /// Distinct prompts selected so far.
  public int coverage() {
    return (int) Arrays.stream(visits).filter(count -> count > 0).count();
  }

  /// How often the most selected prompt was selected.
  public int mostVisits() {
    return Arrays.stream(visits).max().orElse(0);
  }

  /// Whether the prompt was selected in one of the `steps` batches before this sequence number.
  public boolean isCooling(int prompt, long sequence, int steps) {
    return lastSelected[prompt] >= 0 && sequence - lastSelected[prompt] <= steps;
  }

  /// @throws IllegalArgumentException if the sequence number does not follow the head
  public void requireNext(long sequence) {
    if (sequence != head() + 1) {
      throw new IllegalArgumentException(
          "The sequence number (%d) must be %d, one past the last batch."
              .formatted(sequence, head() + 1));
    }
  }

  /// Appends a batch; its prompts become pending.
  ///
  /// @throws IllegalArgumentException if its sequence number does not follow the head
  public void selected(Batch batch) {
    requireNext(batch.sequence());
    for (Pick pick : batch.picks()) {
      visits[pick.prompt()]++;
      lastSelected[pick.prompt()] = batch.sequence();
      pending[pick.prompt()] = true;
    }
    keep(batch);
    forgetOld();
  }

  private void keep(Batch batch) {
    batches.addLast(batch);
    batch.picks().forEach(pick -> picks.put(pick.ticket(), pick));
  }

  /// Takes in one group's outcome. The same outcome again changes nothing.
  ///
  /// @throws IllegalArgumentException for a ticket never handed out (or of a batch long learned),
  ///   or another outcome than the one the ticket already has
  public void observed(Outcome outcome) {
    Outcome earlier = observed.get(outcome.ticket());
    if (outcome.equals(earlier)) {
      return;
    }
    if (earlier != null) {
      throw new IllegalArgumentException(
          "The ticket \"%s\" already has the outcome %s of %d; now %s of %d was reported."
              .formatted(
                  outcome.ticket(),
                  Label.written(earlier.successes()),
                  earlier.trials(),
                  Label.written(outcome.successes()),
                  outcome.trials()));
    }
    Pick pick = pick(outcome.ticket());
    observed.put(outcome.ticket(), outcome);
    pending[pick.prompt()] = false;
  }

  /// The oldest batch not yet learned, if all its outcomes have come; learning is in order.
  public Optional<LabelledBatch> complete() {
    return batch(learnedTo + 1)
        .filter(batch -> batch.picks().stream().allMatch(p -> observed.containsKey(p.ticket())))
        .map(this::labelled);
  }

  /// Notes that the batch has been learned.
  public void learned(LabelledBatch batch) {
    learnedTo = batch.sequence();
    forgetOld();
  }

  /// What was predicted of the kept batches' prompts and what came of it, oldest first; only groups
  /// that ended well.
  public List<Forecast> forecasts() {
    List<Forecast> forecasts = new ArrayList<>();
    for (Batch batch : batches) {
      for (Pick pick : batch.picks()) {
        Outcome outcome = observed.get(pick.ticket());
        if (outcome != null && outcome.status() == Outcome.Status.OK) {
          forecasts.add(
              new Forecast(pick.predicted().mean(), outcome.successes(), outcome.trials()));
        }
      }
    }
    return forecasts;
  }

  private LabelledBatch labelled(Batch batch) {
    List<Label> labels = new ArrayList<>();
    for (Pick pick : batch.picks()) {
      Outcome outcome = observed.get(pick.ticket());
      if (outcome != null) {
        labels.add(
            new Label(pick.prompt(), outcome.successes(), outcome.trials(), outcome.rewardSd(), 0));
      }
    }
    return new LabelledBatch(batch.sequence(), labels);
  }

  private Pick pick(String ticket) {
    Pick pick = picks.get(ticket);
    if (pick == null) {
      throw new IllegalArgumentException(
          """
          The ticket "%s" is not one of the last batches'.
          Maybe it belongs to another run, or was reported long after its batch was learned.\
          """
              .formatted(ticket));
    }
    return pick;
  }

  private void forgetOld() {
    while (batches.size() > KEPT_BATCHES && batches.getFirst().sequence() <= learnedTo) {
      for (Pick pick : batches.removeFirst().picks()) {
        picks.remove(pick.ticket());
        observed.remove(pick.ticket());
      }
    }
  }

  /// All of the history as plain numbers, for [#restore].
  public Snapshot snapshot() {
    Snapshot.Builder snapshot =
        new Snapshot.Builder()
            .longs("visits", Arrays.stream(visits).asLongStream().toArray())
            .longs("last-selected", lastSelected.clone())
            .longs("learned-to", new long[] {learnedTo})
            .longs("batches", batches.stream().mapToLong(Batch::sequence).toArray());
    for (Batch batch : batches) {
      String name = "batch-" + batch.sequence();
      List<Pick> picks = batch.picks();
      snapshot
          .longs(name + "/asked", new long[] {batch.asked()})
          .longs(name + "/prompts", picks.stream().mapToLong(Pick::prompt).toArray())
          .doubles(name + "/means", picks.stream().mapToDouble(p -> p.predicted().mean()).toArray())
          .doubles(name + "/sds", picks.stream().mapToDouble(p -> p.predicted().sd()).toArray())
          .doubles(name + "/propensities", picks.stream().mapToDouble(Pick::propensity).toArray())
          .text(name + "/reasons", lines(picks.stream().map(pick -> pick.reason().name())))
          .text(name + "/tickets", lines(picks.stream().map(Pick::ticket)))
          .doubles(name + "/successes", column(picks, Outcome::successes))
          .longs(name + "/trials", longs(column(picks, Outcome::trials)))
          .doubles(name + "/reward-sds", column(picks, Outcome::rewardSd))
          .longs(name + "/tokens", longs(column(picks, Outcome::tokens)))
          .text(name + "/statuses", lines(picks.stream().map(this::status)));
    }
    return snapshot.build();
  }

  private static String lines(Stream<String> words) {
    return words.collect(Collectors.joining("\n"));
  }

  /// One number of every pick's outcome; −1 where it is still to come.
  private double[] column(List<Pick> picks, ToDoubleFunction<Outcome> number) {
    return picks.stream()
        .map(pick -> observed.get(pick.ticket()))
        .mapToDouble(outcome -> outcome == null ? -1 : number.applyAsDouble(outcome))
        .toArray();
  }

  private String status(Pick pick) {
    Outcome outcome = observed.get(pick.ticket());
    return outcome == null ? PENDING : outcome.status().name();
  }

  private static long[] longs(double[] wholeNumbers) {
    return Arrays.stream(wholeNumbers).mapToLong(number -> (long) number).toArray();
  }

  /// The history that a snapshot holds.
  ///
  /// @param promptIds of the pool, by index
  public static History restore(Snapshot snapshot, List<String> promptIds) {
    long[] visits = snapshot.longs("visits");
    if (visits.length != promptIds.size()) {
      throw new IllegalArgumentException(
          "The history is of a pool of %d prompts; this pool has %d."
              .formatted(visits.length, promptIds.size()));
    }
    History history = new History(visits.length);
    Arrays.setAll(history.visits, i -> (int) visits[i]);
    System.arraycopy(snapshot.longs("last-selected"), 0, history.lastSelected, 0, promptIds.size());
    history.learnedTo = snapshot.longs("learned-to")[0];
    for (long sequence : snapshot.longs("batches")) {
      history.restoreBatch(sequence, snapshot.under("batch-" + sequence), promptIds);
    }
    return history;
  }

  private void restoreBatch(long sequence, Snapshot part, List<String> promptIds) {
    long[] prompts = part.longs("prompts");
    List<String> statuses = part.text("statuses").lines().toList();
    List<String> tickets = part.text("tickets").lines().toList();
    List<String> reasons = part.text("reasons").lines().toList();
    List<Pick> restored = new ArrayList<>();
    for (int i = 0; i < prompts.length; i++) {
      int prompt = Math.toIntExact(prompts[i]);
      restored.add(
          new Pick(
              tickets.get(i),
              prompt,
              promptIds.get(prompt),
              new Prediction(part.doubles("means")[i], part.doubles("sds")[i]),
              part.doubles("propensities")[i],
              Reason.valueOf(reasons.get(i))));
      if (statuses.get(i).equals(PENDING)) {
        pending[prompt] = true;
      } else {
        observed.put(tickets.get(i), outcome(tickets.get(i), statuses.get(i), i, part));
      }
    }
    keep(new Batch(sequence, Math.toIntExact(part.longs("asked")[0]), restored));
  }

  private static Outcome outcome(String ticket, String status, int i, Snapshot part) {
    return new Outcome(
        ticket,
        part.doubles("successes")[i],
        Math.toIntExact(part.longs("trials")[i]),
        part.doubles("reward-sds")[i],
        part.longs("tokens")[i],
        Outcome.Status.valueOf(status));
  }
}
