package dev.coxswain;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import dev.coxswain.outcome.History;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prompt.Pool;
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
import dev.coxswain.selection.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// One select: a function of the belief, the pool, what is out and a key.
///
/// 1. Which prompts may be selected: neither pending nor cooling down; those that cool off for want
///    of trials only if there are too few others.
/// 2. Some of them are drawn uniformly: the control arm, or most of the batch while the guard has
///    fallen back. They are drawn first and off all of them, so that they are a plain random sample
///    whatever the strategy would pick; a prompt it would pick too is the control's, and its place
///    goes to the next best.
/// 3. The strategy fills the rest from its candidates.
final class Select {

  /// Above any difference in utility, dispersion or noise, and far below where their bits are lost.
  private static final double FRESH = 1_000;

  private final Strategy strategy;
  private final Pool pool;
  private final Embeddings embeddings;
  private final Topics topics;
  private final Belief belief;
  private final History history;
  private final boolean fallenBack;
  private final RandomKey key;
  private final long sequence;
  private final int size;
  private final List<Warning> warnings = new ArrayList<>();

  /// @param fallenBack whether the guard has
  /// @param key of the run
  /// @param sequence of the batch
  /// @param size B ≥ 1
  Select(
      Strategy strategy,
      Pool pool,
      Embeddings embeddings,
      Topics topics,
      Belief belief,
      History history,
      boolean fallenBack,
      RandomKey key,
      long sequence,
      int size) {
    this.strategy = strategy;
    this.pool = pool;
    this.embeddings = embeddings;
    this.topics = topics;
    this.belief = belief;
    this.history = history;
    this.fallenBack = fallenBack;
    this.key = key;
    this.sequence = sequence;
    this.size = size;
  }

  /// The batch, and where the epochs have been read to for it.
  record Selected(Batch batch, EpochCursor cursor) {}

  /// Nothing but the answer changes.
  ///
  /// @param allowed which prompts may be selected at all
  Selected from(EpochCursor cursor, IntPredicate allowed) {
    BitSet eligible = eligible(allowed);
    int count = eligible.cardinality();
    int[] uniform = uniform(eligible);
    Arrays.stream(uniform).forEach(eligible::clear);
    EpochCursor.Draw draw = candidates(cursor, eligible, size - uniform.length);
    int[] prompts = joined(uniform, draw.prompts());
    Judgement judgement =
        Judgement.of(belief, strategy.utility(), embeddings, prompts, key("latent"));
    double[] worth = worth(judgement.utilities(), prompts);
    int[] chosenFrom = draw.prompts();
    int left = size - uniform.length;
    Choice choice = choice(uniform.length, chosenFrom, judgement, worth);
    Selector selector = strategy.selector();
    int[] rows = left == 0 ? new int[0] : selector.select(choice, left, key("selection"));
    double[] propensities = left == 0 ? new double[0] : selector.propensities(choice, rows, left);
    EpochCursor next =
        left == 0 ? cursor : draw.after(selector.lookedAt(choice, left, key("selection")));
    List<Pick> picks = new ArrayList<>();
    for (int row = 0; row < uniform.length; row++) {
      picks.add(
          pick(picks.size(), prompts[row], judgement, row, uniformPropensity(count), byChance()));
    }
    double bar = Choice.bar(Arrays.copyOfRange(worth, uniform.length, worth.length), rows.length);
    for (int at = 0; at < rows.length; at++) {
      int row = rows[at] + uniform.length;
      Reason reason = reason(worth[row] >= bar);
      picks.add(pick(picks.size(), prompts[row], judgement, row, propensities[at], reason));
    }
    return new Selected(new Batch(sequence, size, picks, warnings(picks.size())), next);
  }

  private BitSet eligible(IntPredicate allowed) {
    IntPredicate open =
        prompt ->
            allowed.test(prompt)
                && !history.isPending(prompt)
                && !history.isCooling(prompt, sequence, strategy.exploration().cooldown());
    BitSet trusted = where(prompt -> open.test(prompt) && !history.isCoolingOff(prompt, sequence));
    if (trusted.cardinality() >= size) {
      return trusted;
    }
    BitSet all = where(open);
    if (all.cardinality() > trusted.cardinality()) {
      warnings.add(Warning.COOL_OFF_LIFTED);
    }
    return all;
  }

  private BitSet where(IntPredicate test) {
    BitSet prompts = new BitSet(pool.size());
    for (int i = 0; i < pool.size(); i++) {
      if (test.test(i)) {
        prompts.set(i);
      }
    }
    return prompts;
  }

  /// The arms' places: as many prompts as the control arm has are drawn uniformly, or all but as
  /// many.
  private int[] uniform(BitSet eligible) {
    if (strategy.safeguards().control() == 0) {
      return new int[0];
    }
    RandomGenerator rng = key("control").generator();
    int controls = strategy.safeguards().controls(size, rng.nextDouble());
    int wanted = fallenBack ? size - controls : controls;
    return Permutation.some(eligible.stream().toArray(), wanted, rng);
  }

  private double uniformPropensity(int eligible) {
    double controls = strategy.safeguards().expectedControls(size);
    return Math.min((fallenBack ? size - controls : controls) / eligible, 1);
  }

  private Reason byChance() {
    return fallenBack ? Reason.FALLBACK : Reason.CONTROL;
  }

  private EpochCursor.Draw candidates(EpochCursor cursor, BitSet eligible, int wanted) {
    return switch (strategy.candidates()) {
      case Candidates.All all -> cursor.staying(wanted == 0 ? new int[0] : all(eligible));
      case Candidates.Epochs epochs -> {
        int count = (int) Math.min((long) epochs.times() * wanted, pool.size());
        RandomKey run = new RandomKey(key.seed(), key.lineage(), key.consumer(), 0, "epoch");
        yield cursor.draw(count, pool.size(), eligible::get, run);
      }
    };
  }

  /// In the pool's order, or shuffled for a selector that goes by it.
  private int[] all(BitSet eligible) {
    int[] prompts = eligible.stream().toArray();
    return strategy.selector().goesByOrder()
        ? Permutation.some(prompts, prompts.length, key("order").generator())
        : prompts;
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  /// What each prompt is worth to the strategy: its utility, for its predicted tokens if wanted,
  /// less what its former visits take, and, if prompts never visited come first, above all others.
  ///
  /// Per token, u − (least u) is divided by the prompt's predicted tokens as a multiple of the
  /// pool's mean: at least 0, and on the scale that λ, noise and the visits' weight are made for.
  private double[] worth(double[] utilities, int[] prompts) {
    double perVisit = strategy.exploration().visits();
    double least = strategy.utility().least();
    double[] worth = utilities.clone();
    for (int i = 0; i < worth.length; i++) {
      if (strategy.perToken()) {
        worth[i] = (worth[i] - least) / history.relativeCost(prompts[i]);
      }
      if (perVisit > 0) {
        worth[i] -= perVisit * StrictMath.log1p(history.visits(prompts[i]));
      }
      if (isFresh(prompts[i])) {
        worth[i] += FRESH;
      }
    }
    return worth;
  }

  /// What the strategy chooses from: the rows from `from` on.
  private Choice choice(int from, int[] candidates, Judgement judgement, double[] worth) {
    double[] rates = Arrays.copyOfRange(judgement.predictions().means(), from, worth.length);
    double[] utilities = Arrays.copyOfRange(worth, from, worth.length);
    if (strategy.exploration().thompson() > 0) {
      explore(candidates, rates, utilities);
    }
    addNoise(utilities);
    return new Choice(
        rates,
        utilities,
        embeddings.subset(candidates),
        embeddings.subset(history.recent(strategy.selector().anchorWindow())),
        topics.of(candidates));
  }

  /// Judges candidates by draws, as far as the strategy follows them: rates and utilities are
  /// overwritten. Where fresh prompts come first they need no draw to be tried.
  private void explore(int[] candidates, double[] rates, double[] utilities) {
    double share = strategy.exploration().thompson();
    double[] draws = belief.draw(embeddings, candidates, key("thompson"));
    Arrays.setAll(draws, i -> (1 - share) * rates[i] + share * draws[i]);
    double[] drawn = worth(Judgement.ofKnown(draws, strategy.utility()).utilities(), candidates);
    for (int i = 0; i < candidates.length; i++) {
      if (!isFresh(candidates[i])) {
        rates[i] = draws[i];
        utilities[i] = drawn[i];
      }
    }
  }

  private boolean isFresh(int prompt) {
    return strategy.exploration().fresh() && history.visits(prompt) == 0;
  }

  private void addNoise(double[] utilities) {
    double noise = strategy.exploration().noise();
    if (noise > 0) {
      RandomGenerator rng = key("noise").generator();
      for (int i = 0; i < utilities.length; i++) {
        utilities[i] += noise * Sampling.gumbel(rng);
      }
    }
  }

  private Pick pick(
      int place, int prompt, Judgement judgement, int row, double propensity, Reason reason) {
    return new Pick(
        sequence + "-" + place,
        prompt,
        pool.get(prompt).id(),
        judgement.predictions().get(row),
        propensity,
        reason);
  }

  private Reason reason(boolean amongBest) {
    if (!strategy.predictor().informs()) {
      return Reason.FALLBACK;
    }
    return amongBest ? Reason.TARGET : Reason.DIVERSE;
  }

  private List<Warning> warnings(int picked) {
    if (fallenBack) {
      warnings.add(Warning.FALLEN_BACK);
    }
    if (picked < size) {
      warnings.add(Warning.SHORT);
    }
    return warnings.stream().sorted().toList();
  }

  private RandomKey key(String purpose) {
    return key.at(sequence).forPurpose(purpose);
  }
}
