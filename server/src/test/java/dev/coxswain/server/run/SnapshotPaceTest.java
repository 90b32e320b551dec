package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.MemoryStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {

  private static final int BATCHES = 40;

  /// A snapshot holds a few numbers of every prompt; a young run of a large pool is read from its
  /// log faster than one could be written.
  @Test
  void select_youngRunOfALargePool_keepsNoSnapshotUntilItStops() {
    MemoryStore store = new MemoryStore();
    try (Bench bench = new Bench(store).begin("uniform", 10_000)) {
      for (int seq = 1; seq <= BATCHES; seq++) {
        bench.answer(bench.select(seq, 4));
      }
      assertThat(store.snapshots(Bench.RUN, "1")).isEmpty();
    }
    assertThat(store.snapshots(Bench.RUN, "1")).containsExactly((long) BATCHES);
  }

  @Test
  void close_littleToDoAgain_keepsNoSnapshotAndGoesOnAlike() {
    MemoryStore store = new MemoryStore();
    byte[] state;
    try (Bench bench = new Bench(store, Duration.ofHours(1)).begin("mopps", 10_000)) {
      for (int seq = 1; seq <= BATCHES; seq++) {
        bench.answer(bench.select(seq, 4));
      }
      state = bench.runs().state(Bench.RUN);
    }
    assertThat(store.snapshots(Bench.RUN, "1")).isEmpty();
    try (Bench again = new Bench(store)) {
      assertThat(again.runs().state(Bench.RUN)).isEqualTo(state);
    }
  }
}
