package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What every visited prompt's own outcomes said, fading by the step and by the visit and moving
/// with the policy (ours): S ← ρ·δ^Δ·S + s, F likewise, Δ the steps since; before that the rate of
/// both is shifted by Δ steps of the [Drift]. Immutable.
///
/// Several [fadings][Fading] are kept side by side. The one in use is that under which the outcomes
/// of revisited prompts were predicted with the least squared error before they were learned, older
/// batches discounted; of equals, the first.
final class Memory {

  /*
   * Prompts stand in pages of 256. Learning copies the pages that it touches and the list of pages, so a step
   * costs about its batch, and the belief before it stays as it was: at a million prompts 16 KB and a page a
   * label, where five copied grids of doubles would be 80 MB. Prompts never visited share one trace.
   */

  private static final int PAGE = 256;

  /// What a learned batch leaves of the evidence before it: about the last hundred batches count.
  private static final double EVIDENCE_DECAY = 0.99;

  private static final Trace[] EMPTY = new Trace[PAGE];

  static {
    Arrays.fill(EMPTY, new Trace(0, List.of()));
  }

  /// One prompt's counts.
  ///
  /// @param step at which they are of full age
  /// @param tallies (G), one a fading; empty if the prompt was never visited
  private record Trace(long step, List<Tally> tallies) {

    boolean isVisited() {
      return !tallies.isEmpty();
    }
  }

  private final List<Fading> fadings; // (G)
  private final double[] errors; // (G), of what was predicted under each fading
  private final Drift drift;
  private final long step; // of the last learned batch
  private final Trace[][] pages;

  private Memory(List<Fading> fadings, double[] errors, Drift drift, long step, Trace[][] pages) {
    this.fadings = fadings;
    this.errors = errors;
    this.drift = drift;
    this.step = step;
    this.pages = pages;
  }

  /// Nothing seen yet.
  static Memory empty(List<Fading> fadings) {
    return new Memory(fadings, new double[fadings.size()], Drift.NONE, 0, new Trace[0][]);
  }

  /// The sequence number of the last learned batch, 0 before the first.
  long step() {
    return step;
  }

  /// The fading in use.
  Fading fading() {
    return fadings.get(best());
  }

  Drift drift() {
    return drift;
  }

  /// Which of the fadings is in use.
  int best() {
    int best = 0;
    for (int g = 1; g < errors.length; g++) {
      if (errors[g] < errors[best]) {
        best = g;
      }
    }
    return best;
  }

  /// G, how many fadings are weighed.
  int fadings() {
    return fadings.size();
  }

  boolean hasVisited(int prompt) {
    return trace(prompt).isVisited();
  }

  /// How many steps ago a prompt was learned of last; 0 if never.
  long age(int prompt, long at) {
    Trace trace = trace(prompt);
    return trace.isVisited() ? Math.max(at - trace.step(), 0) : 0;
  }

  /// A prompt's counts as they are at a step, under the fading in use.
  ///
  /// @param at not before the last learned batch
  Tally of(int prompt, long at) {
    return of(prompt, at, best());
  }

  /// As [#of(int, long)] under the g-th fading.
  Tally of(int prompt, long at, int g) {
    Trace trace = trace(prompt);
    return trace.isVisited() ? aged(trace, at, g) : Tally.NONE;
  }

  private Tally aged(Trace trace, long at, int g) {
    long age = Math.max(at - trace.step(), 0);
    Tally faded = trace.tallies().get(g).times(fadings.get(g).after(age));
    return faded.shifted(drift.rate() * age);
  }

  private Trace trace(int prompt) {
    int page = prompt / PAGE;
    return page < pages.length ? pages[page][prompt % PAGE] : EMPTY[0];
  }

  /// The memory after one more batch.
  ///
  /// @param more (G) squared error of what was predicted of it under each fading
  /// @param seen the drift with the batch's evidence
  Memory learn(LabelledBatch batch, double[] more, Drift seen) {
    double[] weighed = new double[errors.length];
    Arrays.setAll(weighed, g -> EVIDENCE_DECAY * errors[g] + more[g]);
    long now = Math.max(batch.sequence(), step);
    Memory next =
        new Memory(fadings, weighed, seen.times(EVIDENCE_DECAY), now, pagesToWrite(batch));
    batch.labels().forEach(label -> next.put(label.prompt(), next.after(label)));
    return next;
  }

  /// The pages, those of the batch's prompts copied.
  private Trace[][] pagesToWrite(LabelledBatch batch) {
    int[] touched =
        batch.labels().stream().mapToInt(label -> label.prompt() / PAGE).distinct().toArray();
    int last = Arrays.stream(touched).max().orElse(-1);
    Trace[][] copy = Arrays.copyOf(pages, Math.max(pages.length, last + 1));
    Arrays.fill(copy, pages.length, copy.length, EMPTY);
    for (int page : touched) {
      copy[page] = copy[page].clone();
    }
    return copy;
  }

  /// Only while this memory is being made.
  private void put(int prompt, Trace trace) {
    pages[prompt / PAGE][prompt % PAGE] = trace;
  }

  /// Pages of its own for that many prompts.
  private static Trace[][] blank(int prompts) {
    Trace[][] blank = new Trace[Math.ceilDiv(prompts, PAGE)][];
    Arrays.setAll(blank, page -> EMPTY.clone());
    return blank;
  }

  private Trace after(Label label) {
    List<Tally> tallies = new ArrayList<>();
    Tally seen = new Tally(label.successes(), label.trials() - label.successes());
    for (int g = 0; g < fadings.size(); g++) {
      Fading fading = fadings.get(g);
      Tally before = of(label.prompt(), step, g).times(fading.perVisit());
      tallies.add(before.plus(seen.times(fading.after(label.age()))));
    }
    return new Trace(step, List.copyOf(tallies));
  }

  /// The memory of a pool whose prompts stand elsewhere; see [Belief#forPool].
  Memory forPool(int[] former) {
    Memory moved = new Memory(fadings, errors, drift, step, blank(former.length));
    for (int i = 0; i < former.length; i++) {
      if (former[i] >= 0 && hasVisited(former[i])) {
        moved.put(i, trace(former[i]));
      }
    }
    return moved;
  }

  /// Entries `step`, `errors`, `drift` (score and information), `prompts`, `steps`, `successes` and
  /// `failures`, the last two (n, G).
  Snapshot snapshot() {
    int[] visited = visited();
    int g = fadings.size();
    double[] successes = new double[visited.length * g];
    double[] failures = new double[visited.length * g];
    for (int i = 0; i < successes.length; i++) {
      Tally tally = trace(visited[i / g]).tallies().get(i % g);
      successes[i] = tally.successes();
      failures[i] = tally.failures();
    }
    return new Snapshot.Builder()
        .longs("step", new long[] {step})
        .doubles("errors", errors)
        .doubles("drift", new double[] {drift.score(), drift.information()})
        .longs("prompts", Arrays.stream(visited).asLongStream().toArray())
        .longs("steps", Arrays.stream(visited).mapToLong(i -> trace(i).step()).toArray())
        .doubles("successes", successes)
        .doubles("failures", failures)
        .build();
  }

  private int[] visited() {
    return IntStream.range(0, pages.length * PAGE).filter(this::hasVisited).toArray();
  }

  /// The memory in a snapshot.
  ///
  /// @param pool N
  /// @throws java.util.NoSuchElementException if an entry is missing
  /// @throws IllegalArgumentException if it does not fit these fadings, or is no count
  static Memory restore(List<Fading> fadings, Snapshot snapshot, int pool) {
    long[] prompts = snapshot.longs("prompts");
    long[] steps = snapshot.longs("steps");
    double[] successes = snapshot.doubles("successes");
    double[] failures = snapshot.doubles("failures");
    double[] errors = snapshot.doubles("errors");
    int g = fadings.size();
    long counts = (long) prompts.length * g;
    if (errors.length != g
        || steps.length != prompts.length
        || successes.length != counts
        || failures.length != counts) {
      throw new IllegalArgumentException(
          "The belief's memory of %d prompts and %d fadings has %d successes and %d failures."
              .formatted(prompts.length, g, successes.length, failures.length));
    }
    long[] step = snapshot.longs("step");
    if (step.length != 1) {
      throw new IllegalArgumentException(
          "The belief's memory has %d last steps; it must have one.".formatted(step.length));
    }
    double[] drift = snapshot.doubles("drift");
    if (drift.length != 2) {
      throw new IllegalArgumentException(
          "The belief's drift has %d numbers; it must have two.".formatted(drift.length));
    }
    Memory memory =
        new Memory(
            fadings, errors, new Drift(drift[0], drift[1]), step[0], blank(size(prompts, pool)));
    for (int i = 0; i < prompts.length; i++) {
      List<Tally> tallies = new ArrayList<>();
      for (int at = i * g; at < (i + 1) * g; at++) {
        tallies.add(new Tally(successes[at], failures[at]));
      }
      memory.put((int) prompts[i], new Trace(steps[i], List.copyOf(tallies)));
    }
    return memory;
  }

  /// One past the last of these prompts.
  private static int size(long[] prompts, int pool) {
    int size = 0;
    for (long prompt : prompts) {
      if (prompt < 0 || prompt >= pool) {
        throw new IllegalArgumentException(
            "The belief remembers prompt %d; there are %d prompts.".formatted(prompt, pool));
      }
      size = Math.max(size, (int) prompt + 1);
    }
    return size;
  }
}
