package dev.coxswain;

import dev.coxswain.allocation.Allocation;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.History;
import dev.coxswain.outcome.Outcome;
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
import dev.coxswain.prediction.Tally;
import dev.coxswain.prediction.TopicValues;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompt.Topics;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Candidates;
import dev.coxswain.selection.Choice;
import dev.coxswain.selection.EpochCursor;
import dev.coxswain.selection.Judgement;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.selection.Selector;
import dev.coxswain.selection.Strategy;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

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

  private final Pool pool;
  private final Embeddings embeddings;
  private final Strategy strategy;
  private final long seed;
  private final Learner learner;
  private final Probe probe;
  private final Topics topics;
  private History history;
  private EpochCursor cursor = EpochCursor.START;
  private Belief belief;

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
    history = new History(pool.size());
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
    if (embeddings.count() != pool.size()) {
      throw new IllegalArgumentException(
          "There must be one embedding a prompt; there are %d for %d prompts."
              .formatted(embeddings.count(), pool.size()));
    }
    return new Steering(pool, embeddings, strategy, seed, learner, probe);
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
    if (size < 1) {
      throw new IllegalArgumentException("The size (%d) must be at least 1.".formatted(size));
    }
    Optional<Batch> earlier = history.batch(sequence);
    if (earlier.isPresent()) {
      return repeated(earlier.get(), size);
    }
    history.requireNext(sequence);
    EpochCursor.Draw draw = candidates(sequence, size);
    int[] candidates = draw.prompts();
    Judgement judgement =
        Judgement.of(belief, strategy.utility(), embeddings, candidates, key("latent", sequence));
    Choice choice = choice(sequence, candidates, judgement);
    RandomKey key = key("selection", sequence);
    int[] rows = strategy.selector().select(choice, size, key);
    double[] propensities = strategy.selector().propensities(choice, rows, size);
    Batch batch = batch(sequence, size, candidates, judgement, rows, propensities);
    history.selected(batch);
    cursor = draw.after(strategy.selector().lookedAt(choice, size, key));
    return batch;
  }

  private static Batch repeated(Batch batch, int size) {
    if (batch.asked() != size) {
      throw new IllegalArgumentException(
          "Batch %d was asked for with %d prompts; now %d were asked for."
              .formatted(batch.sequence(), batch.asked(), size));
    }
    return batch;
  }

  private EpochCursor.Draw candidates(long sequence, int size) {
    return switch (strategy.candidates()) {
      case Candidates.All all ->
          cursor.staying(
              IntStream.range(0, pool.size()).filter(i -> isEligible(i, sequence)).toArray());
      case Candidates.Epochs epochs -> {
        int wanted = (int) Math.min((long) epochs.times() * size, pool.size());
        yield cursor.draw(wanted, pool.size(), i -> isEligible(i, sequence), key("epoch", 0));
      }
    };
  }

  private boolean isEligible(int prompt, long sequence) {
    return !history.isPending(prompt)
        && !history.isCooling(prompt, sequence, strategy.exploration().cooldown());
  }

  private Choice choice(long sequence, int[] candidates, Judgement judgement) {
    Selector selector = strategy.selector();
    Judgement judged = selector.thompson() ? drawn(sequence, candidates) : judgement;
    double[] utilities = judged.utilities();
    double noise = strategy.exploration().noise();
    if (noise > 0) {
      RandomGenerator rng = key("noise", sequence).generator();
      Arrays.setAll(utilities, i -> utilities[i] + noise * Sampling.gumbel(rng));
    }
    return new Choice(
        judged.predictions().means(),
        utilities,
        embeddings.subset(candidates),
        embeddings.subset(history.recent(selector.anchorWindow())),
        topics.of(candidates));
  }

  private Judgement drawn(long sequence, int[] candidates) {
    return Judgement.ofKnown(
        belief.draw(embeddings, candidates, key("thompson", sequence)), strategy.utility());
  }

  private Batch batch(
      long sequence,
      int size,
      int[] candidates,
      Judgement judgement,
      int[] rows,
      double[] propensities) {
    double bar = Choice.bar(judgement.utilities(), rows.length);
    List<Pick> picks = new ArrayList<>();
    for (int at = 0; at < rows.length; at++) {
      int row = rows[at];
      int prompt = candidates[row];
      String ticket = sequence + "-" + at;
      picks.add(
          new Pick(
              ticket,
              prompt,
              pool.get(prompt).id(),
              judgement.predictions().get(row),
              propensities[at],
              reason(judgement.utility(row) >= bar)));
    }
    return new Batch(sequence, size, picks);
  }

  private Reason reason(boolean amongBest) {
    if (!strategy.predictor().informs()) {
      return Reason.FALLBACK;
    }
    return amongBest ? Reason.TARGET : Reason.DIVERSE;
  }

  /// Takes in outcomes and learns every batch that they complete, in order. The same outcome twice
  /// is counted once.
  ///
  /// @throws IllegalArgumentException for an unknown ticket or a second, different outcome; those
  ///   before it in the list have been taken in
  public void observe(List<Outcome> outcomes) {
    outcomes.forEach(history::observed);
    for (Optional<LabelledBatch> next = history.complete();
        next.isPresent();
        next = history.complete()) {
      belief = learned(next.get());
      history.learned(next.get());
    }
  }

  private Belief learned(LabelledBatch batch) {
    return switch (belief) {
      case Flat flat -> flat;
      case Probed probed -> probed;
      case Counts counts -> counts.learn(batch);
      case Averages averages -> averages.learn(batch);
      case Streaks streaks -> streaks.learn(batch);
      case Chains chains -> chains.learn(batch);
      case TopicValues values -> values.learn(batch);
      case Latent latent -> learned(latent, batch, List.of());
      case Hierarchical hierarchical ->
          hierarchical.learned(
              learned(hierarchical.network(), batch, hierarchical.before(batch)),
              embeddings,
              batch,
              key("latent", batch.sequence()));
    };
  }

  private Latent learned(Latent network, LabelledBatch batch, List<Tally> before) {
    Predictor.Learned settings = (Predictor.Learned) strategy.predictor();
    RandomKey key = key("learning", batch.sequence());
    return learner.learn(settings, network, embeddings, batch, before, key);
  }

  /// What is believed of these prompts now; nothing is selected. The oracle spends rollouts on it.
  ///
  /// @param prompts (n) indices in the pool
  public Predictions predict(int[] prompts) {
    return belief.predict(embeddings, prompts, key("latent", history.head() + 1));
  }

  /// How many samples each of these prompts is worth at test time.
  ///
  /// @param prompts indices in the pool
  /// @param meanBudget samples a prompt on average
  /// @param min samples that every prompt gets
  /// @param max samples that no prompt exceeds
  public Allocation allocate(int[] prompts, double meanBudget, int min, int max) {
    RandomKey key = key("latent", history.head() + 1);
    return Allocation.greedy(
        Arrays.stream(prompts)
            .mapToObj(prompt -> belief.successRates(embeddings, prompt, key))
            .toList(),
        meanBudget,
        min,
        max);
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

  /// Everything that the next select depends on, for [#restore].
  public Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("cursor", new long[] {cursor.epoch(), cursor.offset()})
        .all("history", history.snapshot())
        .all("belief", belief.snapshot())
        .build();
  }

  /// Goes on where a snapshot of the same pool and strategy was taken.
  public void restore(Snapshot snapshot) {
    long[] at = snapshot.longs("cursor");
    List<String> ids = pool.prompts().stream().map(Prompt::id).toList();
    History restored = History.restore(snapshot.under("history"), ids);
    belief = strategy.predictor().restore(snapshot.under("belief"), probe);
    history = restored;
    cursor = new EpochCursor(at[0], (int) at[1]);
  }

  private RandomKey key(String purpose, long sequence) {
    return new RandomKey(seed, LINEAGE, CONSUMER, sequence, purpose);
  }
}
