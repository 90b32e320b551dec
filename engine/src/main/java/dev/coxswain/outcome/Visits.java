package dev.coxswain.outcome;

import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What became of every prompt's selections: how often, when last, whether one is out, and how they
/// ended.
///
/// A group that is not a trial (its verifier failed, it was cut, given up or too old) leaves no
/// label, but it is a visit all the same: a prompt that never brings a trial looks neither unseen
/// nor hard. It cools off: after n such groups in a row it is no candidate for the 2ⁿ steps that
/// follow its last select, 64 at most (ours). One trial ends that.
final class Visits {

  private static final int LONGEST_COOL_OFF = 6; // as a power of two

  private final int[] selected; // (N)
  private final long[] lastSelected; // (N), sequence number; −1 for never
  private final boolean[] pending; // (N)
  private final int[] fruitless; // (N), groups without a trial in a row
  private final Map<Status, int[]> ended = new EnumMap<>(Status.class); // (N) each
  private final Map<Status, Long> endedAll = new EnumMap<>(Status.class); // retired ones included
  private int coverage;
  private int most;
  private long draws;

  Visits(int poolSize) {
    selected = new int[poolSize];
    lastSelected = new long[poolSize];
    Arrays.fill(lastSelected, -1);
    pending = new boolean[poolSize];
    fruitless = new int[poolSize];
    for (Status status : Status.values()) {
      ended.put(status, new int[poolSize]);
      endedAll.put(status, 0L);
    }
  }

  int poolSize() {
    return selected.length;
  }

  void selected(Batch batch) {
    for (int prompt : batch.prompts()) {
      selected[prompt]++;
      lastSelected[prompt] = batch.sequence();
      pending[prompt] = true;
    }
    recount(batch.prompts());
  }

  private void recount(int[] prompts) {
    draws += prompts.length;
    for (int prompt : prompts) {
      coverage += selected[prompt] == 1 ? 1 : 0;
      most = Math.max(most, selected[prompt]);
    }
  }

  /// A group has come back for the first time.
  void ended(int prompt, Status status, boolean trial) {
    endedAll.merge(status, 1L, Long::sum);
    if (prompt != Pick.RETIRED) {
      pending[prompt] = false;
      counted(prompt, status, trial);
    }
  }

  /// A group that had been given up has come back after all.
  void revived(int prompt, Status status, boolean trial) {
    endedAll.merge(Status.CANCELLED, -1L, Long::sum);
    endedAll.merge(status, 1L, Long::sum);
    if (prompt != Pick.RETIRED) {
      counts(Status.CANCELLED)[prompt]--;
      fruitless[prompt] = Math.max(fruitless[prompt] - 1, 0);
      counted(prompt, status, trial);
    }
  }

  private void counted(int prompt, Status status, boolean trial) {
    counts(status)[prompt]++;
    fruitless[prompt] = trial ? 0 : fruitless[prompt] + 1;
  }

  int of(int prompt) {
    return selected[prompt];
  }

  int of(int prompt, Status status) {
    return counts(status)[prompt];
  }

  private int[] counts(Status status) {
    return Objects.requireNonNull(ended.get(status));
  }

  Map<Status, Long> byStatus() {
    return Collections.unmodifiableMap(new EnumMap<>(endedAll));
  }

  int coverage() {
    return coverage;
  }

  int most() {
    return most;
  }

  long draws() {
    return draws;
  }

  boolean isPending(int prompt) {
    return pending[prompt];
  }

  boolean isCooling(int prompt, long sequence, long steps) {
    return lastSelected[prompt] >= 0 && sequence - lastSelected[prompt] <= steps;
  }

  boolean isCoolingOff(int prompt, long sequence) {
    int row = fruitless[prompt];
    return row > 0 && isCooling(prompt, sequence, 1L << Math.min(row, LONGEST_COOL_OFF));
  }

  /// The same about a pool whose prompts stand elsewhere; draws, coverage and the most visits are
  /// those of the prompts still there.
  Visits forPool(int[] former) {
    Visits moved = new Visits(former.length);
    moved.endedAll.putAll(endedAll);
    for (int i = 0; i < former.length; i++) {
      if (former[i] >= 0) {
        moved.copy(i, this, former[i]);
      }
    }
    return moved;
  }

  private void copy(int to, Visits source, int from) {
    selected[to] = source.selected[from];
    lastSelected[to] = source.lastSelected[from];
    pending[to] = source.pending[from];
    fruitless[to] = source.fruitless[from];
    for (Status status : Status.values()) {
      counts(status)[to] = source.counts(status)[from];
    }
    tally(to);
  }

  private void tally(int prompt) {
    draws += selected[prompt];
    coverage += selected[prompt] > 0 ? 1 : 0;
    most = Math.max(most, selected[prompt]);
  }

  Snapshot snapshot() {
    Snapshot.Builder snapshot =
        new Snapshot.Builder()
            .longs("selected", longs(selected))
            .longs("last-selected", lastSelected.clone())
            .longs("fruitless", longs(fruitless));
    for (Status status : Status.values()) {
      snapshot
          .longs(status.code(), longs(counts(status)))
          .longs("all-" + status.code(), new long[] {endedAll.getOrDefault(status, 0L)});
    }
    return snapshot.build();
  }

  private static long[] longs(int[] counts) {
    return Arrays.stream(counts).asLongStream().toArray();
  }

  /// What a snapshot holds; which prompts are pending is for the tickets to say.
  static Visits restore(Snapshot snapshot) {
    Visits visits = new Visits(snapshot.longs("selected").length);
    fill(visits.selected, snapshot.longs("selected"));
    fill(visits.fruitless, snapshot.longs("fruitless"));
    System.arraycopy(snapshot.longs("last-selected"), 0, visits.lastSelected, 0, visits.poolSize());
    for (Status status : Status.values()) {
      fill(visits.counts(status), snapshot.longs(status.code()));
      visits.endedAll.put(status, snapshot.longs("all-" + status.code())[0]);
    }
    for (int prompt = 0; prompt < visits.poolSize(); prompt++) {
      visits.tally(prompt);
    }
    return visits;
  }

  private static void fill(int[] counts, long[] stored) {
    Arrays.setAll(counts, i -> Math.toIntExact(stored[i]));
  }

  void pending(int prompt) {
    pending[prompt] = true;
  }
}
