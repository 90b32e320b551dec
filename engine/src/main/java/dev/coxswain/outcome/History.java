package dev.coxswain.outcome;

import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was selected and what was observed: pending kept apart from observed. Mutable; one owner.
///
/// A batch is closed, and learned, when every ticket of it has an outcome of whatever status; only
/// trials give labels: ok groups, and truncated ones where the strategy says so. A ticket given up
/// as cancelled may be answered after all; if its batch has been learned by then, its label is
/// learned with the next batch that is, and says how old it is.
///
/// Keeps the batches whose outcomes are still to come and the last 64 before them; of older ones
/// only counts. The durable log of everything is the service's affair, not the engine's.
public final class History {

  private final Topics topics;
  private final boolean learnsTruncated;
  private final Visits visits;
  private final Tickets tickets;
  private final TokenCosts costs;
  private final List<Late> late = new ArrayList<>();
  private long learnedTo;

  private History(
      Topics topics, boolean learnsTruncated, Visits visits, Tickets tickets, TokenCosts costs) {
    this.topics = topics;
    this.learnsTruncated = learnsTruncated;
    this.visits = visits;
    this.tickets = tickets;
    this.costs = costs;
  }

  /// Nothing selected yet.
  ///
  /// @param topics of the pool
  /// @param learnsTruncated whether groups cut at the length limit are trials
  public static History of(Topics topics, boolean learnsTruncated) {
    return new History(
        topics,
        learnsTruncated,
        new Visits(topics.prompts()),
        new Tickets(),
        new TokenCosts(topics));
  }

  /// The sequence number of the last batch; 0 before the first.
  public long head() {
    return tickets.head();
  }

  /// The sequence number of the last batch that was learned; 0 before the first.
  public long learnedTo() {
    return learnedTo;
  }

  /// The kept batch of that sequence number.
  public Optional<Batch> batch(long sequence) {
    return tickets.batch(sequence);
  }

  /// The prompts of the last `window` batches, latest batch first; may be fewer, as retired ones
  /// are left out.
  public int[] recent(int window) {
    return tickets.recent(window);
  }

  public boolean isPending(int prompt) {
    return visits.isPending(prompt);
  }

  /// How often the prompt was selected, however that ended.
  public int visits(int prompt) {
    return visits.of(prompt);
  }

  /// How many of the prompt's groups ended so.
  public int visits(int prompt, Status status) {
    return visits.of(prompt, status);
  }

  /// How many groups of the run ended so, for every status; a late outcome counts as what it
  /// became.
  public Map<Status, Long> statuses() {
    return visits.byStatus();
  }

  /// Distinct prompts of the pool selected so far.
  public int coverage() {
    return visits.coverage();
  }

  /// How often the most selected prompt was selected.
  public int mostVisits() {
    return visits.most();
  }

  /// Whether the prompt was selected in one of the `steps` batches before this sequence number.
  public boolean isCooling(int prompt, long sequence, int steps) {
    return visits.isCooling(prompt, sequence, steps);
  }

  /// Whether the prompt brought no trial lately: after n groups without one in a row it cools off
  /// for the 2ⁿ steps after its last select, 64 at most.
  public boolean isCoolingOff(int prompt, long sequence) {
    return visits.isCoolingOff(prompt, sequence);
  }

  /// Predicted tokens of one rollout as a multiple of the pool's mean: what was observed of the
  /// prompt, shrunk towards its topic and the pool; 1 while nobody counted tokens.
  public double relativeCost(int prompt) {
    return costs.relative(prompt);
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
    visits.selected(batch);
    tickets.keep(batch);
    tickets.forget(learnedTo);
  }

  /// Takes in one group's outcome. The same outcome again changes nothing.
  ///
  /// @throws IllegalArgumentException for a ticket never handed out (or of a batch long learned),
  ///   or another outcome than the one the ticket already has, unless that was "cancelled"
  public void observed(Outcome outcome) {
    Optional<Tickets.Handed> news = tickets.news(outcome);
    if (news.isEmpty()) {
      return;
    }
    long sequence = news.get().sequence();
    int prompt = news.get().pick().prompt();
    boolean trial = outcome.isTrial(learnsTruncated);
    if (tickets.close(outcome)) {
      visits.ended(prompt, outcome.status(), trial);
    } else {
      visits.revived(prompt, outcome.status(), trial);
    }
    if (trial && prompt != Pick.RETIRED) {
      costs.observed(prompt, outcome.tokens(), outcome.trials());
      if (sequence <= learnedTo) {
        late.add(new Late(sequence, outcome.label(prompt)));
      }
    }
  }

  /// The oldest batch not yet learned, if it is closed; learning is in order. Late labels come
  /// first, the oldest before the others, then its own in the batch's order: what a belief learns
  /// last of a prompt is the newest.
  public Optional<LabelledBatch> complete() {
    return batch(learnedTo + 1).filter(tickets::areClosed).map(this::labelled);
  }

  /// What was predicted of the kept batches' prompts and what came of it, oldest first; only
  /// trials.
  public List<Forecast> forecasts() {
    List<Forecast> forecasts = new ArrayList<>();
    for (Batch batch : tickets.batches()) {
      for (Pick pick : batch.picks()) {
        Outcome outcome = trial(pick);
        if (outcome != null) {
          forecasts.add(
              new Forecast(pick.predicted().mean(), outcome.successes(), outcome.trials()));
        }
      }
    }
    return forecasts;
  }

  private LabelledBatch labelled(Batch batch) {
    List<Label> labels = new ArrayList<>();
    late.stream()
        .sorted(
            Comparator.comparingLong(Late::sequence)
                .thenComparingInt(waiting -> waiting.label().prompt()))
        .map(waiting -> waiting.at(batch.sequence()))
        .forEach(labels::add);
    for (Pick pick : batch.picks()) {
      Outcome outcome = trial(pick);
      if (outcome != null) {
        labels.add(outcome.label(pick.prompt()));
      }
    }
    return new LabelledBatch(batch.sequence(), labels);
  }

  private @Nullable Outcome trial(Pick pick) {
    Outcome outcome = tickets.outcome(pick);
    boolean trial = outcome != null && outcome.isTrial(learnsTruncated);
    return trial && pick.prompt() != Pick.RETIRED ? outcome : null;
  }

  /// Notes that the batch has been learned.
  public void learned(LabelledBatch batch) {
    learnedTo = batch.sequence();
    late.clear();
    tickets.forget(learnedTo);
  }

  /// How the two arms of a kept batch did, late outcomes of other batches left out.
  public Arms arms(long sequence) {
    Arms arms = new Arms(0, 0, 0, 0);
    for (Pick pick : batch(sequence).map(Batch::picks).orElse(List.of())) {
      Outcome outcome = trial(pick);
      if (outcome != null) {
        arms = arms.plus(pick.reason().isUniform(), outcome.isMixed());
      }
    }
    return arms;
  }

  /// How every topic fares over the kept batches, in the order of the pool.
  public List<TopicReport> topics() {
    return TopicReport.of(topics, tickets.batches(), this::trial, visits);
  }

  /// What a person should look at now.
  public List<Alarm> alarms() {
    return Alarm.of(topics(), visits);
  }

  /// The same history of a pool whose prompts stand elsewhere, are gone or are new. A ticket of a
  /// retired prompt can still be answered; it is counted and gives no label.
  ///
  /// @param changed the topics of the new pool
  /// @param former (N') where prompt i of the new pool stood, −1 for one that was not there
  public History forPool(Topics changed, int[] former) {
    int[] now = new int[visits.poolSize()];
    Arrays.fill(now, Pick.RETIRED);
    for (int i = 0; i < former.length; i++) {
      if (former[i] >= 0) {
        now[former[i]] = i;
      }
    }
    History moved =
        new History(
            changed,
            learnsTruncated,
            visits.forPool(former),
            tickets.moved(i -> now[i]),
            costs.forPool(former, changed));
    moved.learnedTo = learnedTo;
    for (Late waiting : late) {
      int prompt = now[waiting.label().prompt()];
      if (prompt != Pick.RETIRED) {
        moved.late.add(waiting.moved(prompt));
      }
    }
    return moved;
  }

  /// All of the history as plain numbers, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("learned-to", new long[] {learnedTo})
        .all("late", Late.snapshot(late))
        .all("visits", visits.snapshot())
        .all("costs", costs.snapshot())
        .all("tickets", tickets.snapshot())
        .build();
  }

  /// N of the pool that a history's snapshot is of.
  public static int poolSize(Snapshot snapshot) {
    return Visits.restore(snapshot.under("visits")).poolSize();
  }

  /// The history that a snapshot holds.
  ///
  /// @param topics of the pool
  /// @param learnsTruncated as when it was taken
  public static History restore(
      Snapshot snapshot, Pool pool, Topics topics, boolean learnsTruncated) {
    Visits visits = Visits.restore(snapshot.under("visits"));
    if (visits.poolSize() != pool.size()) {
      throw new IllegalArgumentException(
          "The history is of a pool of %d prompts; this pool has %d."
              .formatted(visits.poolSize(), pool.size()));
    }
    List<String> ids = pool.prompts().stream().map(Prompt::id).toList();
    History history =
        new History(
            topics,
            learnsTruncated,
            visits,
            Tickets.restore(snapshot.under("tickets"), ids),
            TokenCosts.restore(snapshot.under("costs"), topics));
    history.learnedTo = snapshot.longs("learned-to")[0];
    history.late.addAll(Late.restore(snapshot.under("late")));
    history.restorePending();
    return history;
  }

  private void restorePending() {
    for (Batch batch : tickets.batches()) {
      for (Pick pick : batch.picks()) {
        if (tickets.outcome(pick) == null && pick.prompt() != Pick.RETIRED) {
          visits.pending(pick.prompt());
        }
      }
    }
  }
}
