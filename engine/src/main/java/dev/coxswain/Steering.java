package dev.coxswain;

import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.outcome.Alarm;
import dev.coxswain.outcome.Arms;
import dev.coxswain.outcome.Guard;
import dev.coxswain.outcome.History;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.TopicReport;
import dev.coxswain.prediction.Averages;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Chains;
import dev.coxswain.prediction.Counts;
import dev.coxswain.prediction.Flat;
import dev.coxswain.prediction.Hierarchical;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.prediction.Probe;
import dev.coxswain.prediction.Probed;
import dev.coxswain.prediction.Streaks;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prediction.Tally;
import dev.coxswain.prediction.TopicValues;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.EpochCursor;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/// One run's steering: select, observe, predict, allocate. Holds the current belief, and is the
/// only thing that does.
///
/// The belief is a fold over the selects and outcomes: the same pool, strategy, seed and history
/// give the same batches, bit for bit, also after [#restore]. Not safe for use by several threads;
/// one owner calls.
///
/// {@snippet :
/// Steering steering = Steering.of(pool, embeddings, strategy, 0, learner, probe);
/// Batch batch = steering.select(1, 64);
/// // roll out the prompts of the batch, verify, update the policy
/// steering.observe(outcomes);
/// }
public final class Steering {

  private static final String LINEAGE = "main";
  private static final String CONSUMER = "default";

  private final Strategy strategy;
  private final long seed;
  private final Learner learner;
  private final Probe probe;
  private Pool pool;
  private Embeddings embeddings;
  private Topics topics;
  private History history;
  private EpochCursor cursor = EpochCursor.START;
  private Belief belief;
  private Guard guard = Guard.START;
  private final Deque<Closed> closed = new ArrayDeque<>();

  /// A batch whose tickets all have outcomes, and how its arms did when it was closed.
  private record Closed(LabelledBatch batch, Arms arms) {}

  private Steering(
      Pool pool,
      Embeddings embeddings,
      Strategy strategy,
      long seed,
      Learner learner,
      Probe probe) {
    this.pool = pool;
    this.embeddings = embeddings;
    this.strategy = strategy;
    this.seed = seed;
    this.learner = learner;
    this.probe = probe;
    topics = Topics.of(pool);
    history = History.of(topics, strategy.learnsTruncated());
    belief = startingBelief();
  }

  /// The steering of a run that has not begun.
  ///
  /// @param embeddings (N, d), row i that of the pool's prompt i
  /// @param seed the run's seed
  /// @param learner of latent beliefs; asked only by strategies that have one
  /// @param probe of the policy; asked only by the oracle
  public static Steering of(
      Pool pool,
      Embeddings embeddings,
      Strategy strategy,
      long seed,
      Learner learner,
      Probe probe) {
    requireOneEach(pool, embeddings);
    return new Steering(pool, embeddings, strategy, seed, learner, probe);
  }

  /// Begins with what another run came to, maybe of another policy: its shared model, and what it
  /// remembers of the prompts that both have. Ours, not the paper's.
  ///
  /// @param earlier of a strategy with the same predictor, its embeddings by the same encoder
  /// @throws IllegalArgumentException if its predictor is another; nothing has changed then
  /// @throws IllegalStateException if a batch has been selected already
  public void inherit(SavedBelief earlier) {
    if (history.head() > 0) {
      throw new IllegalStateException(
          "A run inherits before its first select; this one is at batch %d."
              .formatted(history.head()));
    }
    if (!Strategies.parse(earlier.strategy()).predictor().equals(strategy.predictor())) {
      throw new IllegalArgumentException(
          "The strategy \"%s\" cannot begin with a belief of \"%s\": it predicts otherwise."
              .formatted(strategy.name(), earlier.strategy()));
    }
    belief = earlier.about(pool.prompts().stream().map(Prompt::id).toList());
  }

  private static void requireOneEach(Pool pool, Embeddings embeddings) {
    if (embeddings.count() != pool.size()) {
      throw new IllegalArgumentException(
          "There must be one embedding a prompt; there are %d for %d prompts."
              .formatted(embeddings.count(), pool.size()));
    }
  }

  private Belief startingBelief() {
    return switch (strategy.predictor()) {
      case Predictor.None none -> new Flat();
      case Predictor.Mopps mopps -> Counts.prior(mopps, pool.size());
      case Predictor.LastSeen lastSeen -> Averages.unseen(lastSeen, pool.size());
      case Predictor.Greso greso -> Streaks.none(greso, pool.size());
      case Predictor.Dps dps -> Chains.prior(dps, pool.size());
      case Predictor.Sec sec -> TopicValues.zero(sec, topics);
      case Predictor.Gps gps -> startingNetwork(gps);
      case Predictor.Pcl pcl -> startingNetwork(pcl);
      case Predictor.Hierarchical hierarchical ->
          Hierarchical.start(hierarchical, startingNetwork(hierarchical));
      case Predictor.Probing probing -> new Probed(probe, probing.rollouts());
    };
  }

  private Latent startingNetwork(Predictor.Learned settings) {
    return learner.start(settings, embeddings.width(), key("start", 0));
  }

  /// The batch of that sequence number. Asking again gives the same batch; its prompts stay pending
  /// until they are observed, and are not selected again before that.
  ///
  /// @param sequence one past the last, or that of an earlier batch still kept
  /// @param size B ≥ 1; the batch is shorter only if fewer prompts may be selected
  /// @throws IllegalArgumentException if the sequence number is neither, or the earlier batch was
  ///   asked for with another size; nothing has changed then
  public Batch select(long sequence, int size) {
    return select(sequence, size, prompt -> true);
  }

  /// As [#select(long, int)], among the prompts that a constraint allows; every strategy keeps to
  /// it. An earlier batch is repeated as it was, whatever is allowed now.
  ///
  /// @param allowed which prompts may be selected at all, besides what the strategy itself rules
  ///   out
  public Batch select(long sequence, int size, IntPredicate allowed) {
    if (size < 1) {
      throw new IllegalArgumentException("The size (%d) must be at least 1.".formatted(size));
    }
    Optional<Batch> earlier = history.batch(sequence);
    if (earlier.isPresent()) {
      return repeated(earlier.get(), size);
    }
    history.requireNext(sequence);
    Select select =
        new Select(
            strategy,
            pool,
            embeddings,
            topics,
            belief,
            history,
            strategy.safeguards().guarded() && guard.fallenBack(),
            key("select", sequence),
            sequence,
            size);
    Select.Selected selected = select.from(cursor, allowed);
    history.selected(selected.batch());
    cursor = selected.cursor();
    return selected.batch();
  }

  private static Batch repeated(Batch batch, int size) {
    if (batch.asked() != size) {
      throw new IllegalArgumentException(
          "Batch %d was asked for with %d prompts; now %d were asked for."
              .formatted(batch.sequence(), batch.asked(), size));
    }
    return batch;
  }

  /// Selects again what was selected before, without asking the belief: for a shell that rebuilds a
  /// run from its own log. The batch and the cursor after it are then as they were.
  ///
  /// @param batch one past the last, its prompts by index in this pool
  /// @param after where the epochs had been read to for it
  /// @throws IllegalArgumentException if the sequence number does not follow the head, a prompt is
  ///   not where the batch says, or the cursor is outside the pool; nothing has changed then
  public void reselect(Batch batch, EpochCursor after) {
    history.requireNext(batch.sequence());
    for (Pick pick : batch.picks()) {
      if (pick.prompt() < 0
          || pick.prompt() >= pool.size()
          || !pool.get(pick.prompt()).id().equals(pick.promptId())) {
        throw new IllegalArgumentException(
            "The prompt \"%s\" of batch %d is not at %d of the pool."
                .formatted(pick.promptId(), batch.sequence(), pick.prompt()));
      }
    }
    cursor = cursor(new long[] {after.epoch(), after.offset()});
    history.selected(batch);
  }

  /// How far the epochs have been read.
  public EpochCursor cursor() {
    return cursor;
  }

  /// Takes in outcomes and learns every batch that they close, in order. The same outcome twice is
  /// counted once. What is no trial (an error, a group cut, given up or too old) closes its ticket
  /// and teaches nothing.
  ///
  /// @throws IllegalArgumentException for an unknown ticket or a second, different outcome (unless
  ///   the first was "cancelled"); those before it in the list have been taken in
  public void observe(List<Outcome> outcomes) {
    note(outcomes);
    for (Optional<Lesson> next = lesson(); next.isPresent(); next = lesson()) {
      learn(next.get(), next.get().learned());
    }
  }

  /// Takes in outcomes and learns nothing yet: for a run that selects while it learns. Every batch
  /// that they close waits as a [#lesson].
  ///
  /// @throws IllegalArgumentException as [#observe]
  public void note(List<Outcome> outcomes) {
    outcomes.forEach(history::observed);
    for (Optional<LabelledBatch> next = history.complete();
        next.isPresent();
        next = history.complete()) {
      closed.addLast(new Closed(next.get(), history.arms(next.get().sequence())));
      history.learned(next.get());
    }
  }

  /// The next batch to be learned; empty when all that are closed have been. Its [Lesson#learned()]
  /// may run elsewhere, but the pool must stay until [#learn].
  public Optional<Lesson> lesson() {
    return Optional.ofNullable(closed.peekFirst())
        .map(next -> new Lesson(next.batch(), next.arms(), belief, lesson(next.batch())));
  }

  private UnaryOperator<Belief> lesson(LabelledBatch batch) {
    Embeddings rows = embeddings;
    return before -> learned(before, batch, rows);
  }

  /// Believes from now on what a lesson came to.
  ///
  /// @throws IllegalArgumentException if the lesson is not the next one; nothing has changed then
  public void learn(Lesson lesson, Belief learned) {
    Closed next = closed.peekFirst();
    if (next == null || next.batch().sequence() != lesson.sequence() || !lesson.follows(belief)) {
      throw new IllegalArgumentException(
          "The lesson of batch %d is not the next one to be learned.".formatted(lesson.sequence()));
    }
    closed.removeFirst();
    belief = learned;
    guard = guard.after(lesson.sequence(), lesson.arms());
  }

  /// The sequence number of the last batch that the belief has learned; 0 before the first.
  public long learnedTo() {
    return closed.isEmpty() ? history.learnedTo() : closed.getFirst().batch().sequence() - 1;
  }

  private Belief learned(Belief before, LabelledBatch batch, Embeddings rows) {
    return switch (before) {
      case Flat flat -> flat;
      case Probed probed -> probed;
      case Counts counts -> counts.learn(batch);
      case Averages averages -> averages.learn(batch);
      case Streaks streaks -> streaks.learn(batch);
      case Chains chains -> chains.learn(batch);
      case TopicValues values -> values.learn(batch);
      case Latent latent -> learned(latent, batch, rows, List.of());
      case Hierarchical hierarchical ->
          hierarchical.learned(
              learned(hierarchical.network(), batch, rows, hierarchical.before(batch)),
              rows,
              batch,
              key("latent", batch.sequence()));
    };
  }

  private Latent learned(Latent network, LabelledBatch batch, Embeddings rows, List<Tally> before) {
    Predictor.Learned settings = (Predictor.Learned) strategy.predictor();
    RandomKey key = key("learning", batch.sequence());
    return learner.learn(settings, network, rows, batch, before, key);
  }

  /// What is believed of these prompts now; nothing is selected. The oracle spends rollouts on it.
  ///
  /// @param prompts (n) indices in the pool
  public Predictions predict(int[] prompts) {
    return belief.predict(embeddings, prompts, key("latent", history.head() + 1));
  }

  /// How many samples each of these prompts is worth at test time.
  ///
  /// @param prompts (n) indices in the pool
  public Allocation allocate(int[] prompts, Allocator allocator, Budget budget) {
    SuccessRates[] rates = new SuccessRates[prompts.length];
    belief.read(embeddings, prompts, key("latent", history.head() + 1), (i, r) -> rates[i] = r);
    return allocator.allocate(Arrays.asList(rates), budget);
  }

  public Belief belief() {
    return belief;
  }

  /// What was selected and observed; read it, do not write it.
  public History history() {
    return history;
  }

  public Strategy strategy() {
    return strategy;
  }

  /// Whether the strategy's picks are trusted; only a guarded strategy acts on it.
  public Guard guard() {
    return guard;
  }

  /// How every topic fares over the last batches.
  public List<TopicReport> topics() {
    return history.topics();
  }

  /// What a person should look at now.
  public List<Alarm> alarms() {
    return history.alarms();
  }

  /// From now on the prompts are these. A prompt is known by its id: what was learned of those that
  /// stay moves with them, also if their text changed (a prompt to be forgotten takes a new id);
  /// those missing are retired, and their tickets can still be answered; new ones are unseen. A new
  /// epoch begins. Part of the run's history, like a select: the same changes between the same
  /// selects and outcomes give the same batches.
  ///
  /// @param changed the pool from now on
  /// @param encoded (N', d) embeddings of it, of the same width
  /// @throws IllegalArgumentException if the embeddings do not fit; nothing has changed then
  /// @throws IllegalStateException if a lesson waits to be learned
  public void changePool(Pool changed, Embeddings encoded) {
    requireAllLearned();
    requireOneEach(changed, encoded);
    if (encoded.width() != embeddings.width()) {
      throw new IllegalArgumentException(
          "The embeddings of the changed pool have width %d; the run's have %d."
              .formatted(encoded.width(), embeddings.width()));
    }
    int[] former = changed.indicesIn(pool);
    cursor = cursor.forChangedPool();
    pool = changed;
    topics = Topics.of(changed);
    history = history.forPool(topics, former);
    belief = belief.forPool(former);
    if (belief instanceof TopicValues values) {
      belief = values.about(topics);
    }
    embeddings = encoded;
  }

  private void requireAllLearned() {
    if (!closed.isEmpty()) {
      throw new IllegalStateException(
          "The batch %d must be learned first.".formatted(closed.getFirst().batch().sequence()));
    }
  }

  /// Everything that the next select depends on, for [#restore].
  ///
  /// @throws IllegalStateException if a lesson waits to be learned
  public Snapshot snapshot() {
    requireAllLearned();
    return new Snapshot.Builder()
        .longs("cursor", new long[] {cursor.epoch(), cursor.offset()})
        .all("history", history.snapshot())
        .all("guard", guard.snapshot())
        .all("belief", belief.snapshot())
        .build();
  }

  /// Goes on where a snapshot of the same pool and strategy was taken.
  ///
  /// @throws java.util.NoSuchElementException if an entry is missing; nothing has changed then
  /// @throws IllegalArgumentException if it does not fit the pool; nothing has changed then
  public void restore(Snapshot snapshot) {
    History history =
        History.restore(snapshot.under("history"), pool, topics, strategy.learnsTruncated());
    Guard guard = Guard.restore(snapshot.under("guard"));
    EpochCursor cursor = cursor(snapshot.longs("cursor"));
    belief = strategy.predictor().restore(snapshot.under("belief"), pool.size(), probe);
    this.history = history;
    this.guard = guard;
    this.cursor = cursor;
    closed.clear();
  }

  private EpochCursor cursor(long[] at) {
    if (at.length != 2 || at[1] < 0 || at[1] > pool.size()) {
      throw new IllegalArgumentException(
          "The cursor (%s) must be an epoch and an offset in 0 .. %d."
              .formatted(Arrays.toString(at), pool.size()));
    }
    return new EpochCursor(at[0], (int) at[1]);
  }

  private RandomKey key(String purpose, long sequence) {
    return new RandomKey(seed, LINEAGE, CONSUMER, sequence, purpose);
  }
}
