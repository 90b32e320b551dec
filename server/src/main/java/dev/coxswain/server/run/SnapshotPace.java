package dev.coxswain.server.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// When a run keeps a snapshot: as often as a restart needs, and no oftener than its log pays for.
/// Safe for several threads.
final class SnapshotPace {

  /// Batches from one snapshot to the next, at least.
  static final int EVERY = 16;

  private static final int BYTES_A_PROMPT = 64; // of a snapshot, before one has been made
  private static final Duration DONE_AGAIN = Duration.ofSeconds(5); // at most, by the next start

  private final AtomicLong lessons = new AtomicLong();
  private final AtomicLong nanosLearning = new AtomicLong();
  private final AtomicLong nanosSelecting = new AtomicLong();
  private volatile Kept last;

  /// When a snapshot was kept, or the run begun.
  ///
  /// @param ordinal of its last batch
  /// @param made whether this process kept one
  /// @param size in bytes, about that of the next
  /// @param logged bytes by then
  /// @param spent nanoseconds of learning and selecting by then
  private record Kept(long ordinal, boolean made, int size, long logged, long spent) {}

  /// Of a run that has just been loaded.
  ///
  /// @param prompts of its pool
  SnapshotPace(long ordinal, int prompts, long logged) {
    last = new Kept(ordinal, false, BYTES_A_PROMPT * prompts, logged, 0);
  }

  void learned(long nanos) {
    nanosLearning.addAndGet(nanos);
    lessons.incrementAndGet();
  }

  /// What is selected again after a start counts too.
  void selected(long nanos) {
    nanosSelecting.addAndGet(nanos);
  }

  /// How many lessons have been learned since it was loaded.
  long lessons() {
    return lessons.get();
  }

  /// How long they took.
  long nanosLearning() {
    return nanosLearning.get();
  }

  private long spent() {
    return nanosLearning.get() + nanosSelecting.get();
  }

  /// Whether the log has outgrown the last snapshot, or what the first one will take, so that
  /// snapshots never cost more of the disk's time than the log; or selecting and learning again
  /// what came since would take long.
  boolean isDue(long batches, long logged) {
    Kept before = last;
    boolean outgrown = logged - before.logged() >= before.size();
    return batches >= before.ordinal() + EVERY && (outgrown || spares(before, DONE_AGAIN));
  }

  /// Whether one would spare the next start so much selecting and learning.
  boolean spares(Duration work) {
    return spares(last, work);
  }

  private boolean spares(Kept before, Duration work) {
    return spent() - before.spent() >= work.toNanos();
  }

  /// Whether this process kept the one of that batch.
  boolean has(long ordinal) {
    Kept before = last;
    return before.made() && before.ordinal() == ordinal;
  }

  void kept(long ordinal, int size, long logged) {
    last = new Kept(ordinal, true, size, logged, spent());
  }

  /// The run has gone back, and begins to count anew.
  void back(long ordinal, long logged) {
    Kept before = last;
    last = new Kept(ordinal, before.made(), before.size(), logged, spent());
  }
}
