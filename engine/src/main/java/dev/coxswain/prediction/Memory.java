package dev.coxswain.prediction;

import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What every visited prompt's own outcomes said, fading by the step (ours): S ← δ^Δ·S + s, F
/// likewise, Δ the steps since. Immutable.
///
/// Several δ are kept side by side. The one in use is that under which the outcomes of revisited
/// prompts were predicted with the least squared error before they were learned, older batches
/// discounted; of equals, the first.
final class Memory {

  /*
   * Prompts stand in pages of 256. Learning copies the pages that it touches and the list of pages, so a step
   * costs about its batch, and the belief before it stays as it was: at a million prompts 16 KB and a page a
   * label, where five copied grids of doubles would be 80 MB. Prompts never visited share one trace.
   */

  private static final int PAGE = 256;

  /// What a learned batch leaves of the errors before it: about the last hundred batches count.
  private static final double ERROR_DECAY = 0.99;

  private static final Trace[] EMPTY = new Trace[PAGE];

  static {
    Arrays.fill(EMPTY, new Trace(0, List.of()));
  }

  /// One prompt's counts.
  ///
  /// @param step at which they are of full age
  /// @param tallies (G), one a δ; empty if the prompt was never visited
  private record Trace(long step, List<Tally> tallies) {

    boolean isVisited() {
      return !tallies.isEmpty();
    }
  }

  private final List<Double> decays; // (G)
  private final double[] errors; // (G), of what was predicted under each δ
  private final long step; // of the last learned batch
  private final Trace[][] pages;

  private Memory(List<Double> decays, double[] errors, long step, Trace[][] pages) {
    this.decays = decays;
    this.errors = errors;
    this.step = step;
    this.pages = pages;
  }

  /// Nothing seen yet.
  static Memory empty(List<Double> decays) {
    return new Memory(decays, new double[decays.size()], 0, new Trace[0][]);
  }

  /// The sequence number of the last learned batch, 0 before the first.
  long step() {
    return step;
  }

  /// δ, the decay in use.
  double decay() {
    return decays.get(best());
  }

  private int best() {
    int best = 0;
    for (int g = 1; g < errors.length; g++) {
      if (errors[g] < errors[best]) {
        best = g;
      }
    }
    return best;
  }

  /// G, how many δ are weighed.
  int decays() {
    return decays.size();
  }

  boolean hasVisited(int prompt) {
    return trace(prompt).isVisited();
  }

  /// A prompt's counts as they are at a step, under the decay in use.
  ///
  /// @param at not before the last learned batch
  Tally of(int prompt, long at) {
    return of(prompt, at, best());
  }

  /// As [#of(int, long)] under the g-th decay.
  Tally of(int prompt, long at, int g) {
    Trace trace = trace(prompt);
    return trace.isVisited() ? aged(trace, at, g) : Tally.NONE;
  }

  private Tally aged(Trace trace, long at, int g) {
    return trace.tallies().get(g).times(power(g, at - trace.step()));
  }

  private double power(int g, long steps) {
    return StrictMath.pow(decays.get(g), (double) Math.max(steps, 0));
  }

  private Trace trace(int prompt) {
    int page = prompt / PAGE;
    return page < pages.length ? pages[page][prompt % PAGE] : EMPTY[0];
  }

  /// The memory after one more batch.
  ///
  /// @param more (G) squared error of what was predicted of it under each δ
  Memory learn(LabelledBatch batch, double[] more) {
    double[] weighed = new double[errors.length];
    Arrays.setAll(weighed, g -> ERROR_DECAY * errors[g] + more[g]);
    long now = Math.max(batch.sequence(), step);
    Memory next = new Memory(decays, weighed, now, pagesToWrite(batch));
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
    for (int g = 0; g < decays.size(); g++) {
      Tally seen = new Tally(label.successes(), label.trials() - label.successes());
      tallies.add(of(label.prompt(), step, g).plus(seen.times(power(g, label.age()))));
    }
    return new Trace(step, List.copyOf(tallies));
  }

  /// The memory of a pool whose prompts stand elsewhere; see [Belief#forPool].
  Memory forPool(int[] former) {
    Memory moved = new Memory(decays, errors, step, blank(former.length));
    for (int i = 0; i < former.length; i++) {
      if (former[i] >= 0 && hasVisited(former[i])) {
        moved.put(i, trace(former[i]));
      }
    }
    return moved;
  }

  /// Entries `step`, `errors`, `prompts`, `steps`, `successes` and `failures`, the last two (n, G).
  Snapshot snapshot() {
    int[] visited = visited();
    int g = decays.size();
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
  /// @throws IllegalArgumentException if it does not fit these decays, or is no count
  static Memory restore(List<Double> decays, Snapshot snapshot, int pool) {
    long[] prompts = snapshot.longs("prompts");
    long[] steps = snapshot.longs("steps");
    double[] successes = snapshot.doubles("successes");
    double[] failures = snapshot.doubles("failures");
    double[] errors = snapshot.doubles("errors");
    int g = decays.size();
    long counts = (long) prompts.length * g;
    if (errors.length != g
        || steps.length != prompts.length
        || successes.length != counts
        || failures.length != counts) {
      throw new IllegalArgumentException(
          "The belief's memory of %d prompts and %d decays has %d successes and %d failures."
              .formatted(prompts.length, g, successes.length, failures.length));
    }
    long[] step = snapshot.longs("step");
    if (step.length != 1) {
      throw new IllegalArgumentException(
          "The belief's memory has %d last steps; it must have one.".formatted(step.length));
    }
    Memory memory = new Memory(decays, errors, step[0], blank(size(prompts, pool)));
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
