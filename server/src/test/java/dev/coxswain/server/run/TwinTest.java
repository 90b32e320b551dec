package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that was disturbed ends like its twin that was not.
final class TwinTest {

  /// A trainer of several consumers that sends in whatever order, in whatever pieces.
  private static final class Trainer {

    private final RandomGenerator rng;
    private final List<JsonNode> open = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();
    private long seq;
    private long other;

    Trainer(long seed) {
      rng = RandomKey.of(seed, "trainer").generator();
    }

    void step(Bench bench) {
      switch (rng.nextInt(12)) {
        case 0, 1, 2, 3 -> take(bench.select(ask(++seq, "default")));
        case 4 -> take(bench.select(ask(++other, "second")));
        case 5 -> change(bench);
        default -> answer(bench);
      }
    }

    private ObjectNode ask(long number, String consumer) {
      ObjectNode ask =
          Json.object()
              .put("seq", number)
              .put("consumer", consumer)
              .put("size", 1 + rng.nextInt(5));
      if (rng.nextInt(4) == 0) {
        ask.putObject("constraints").put("once_per_epoch", true);
      }
      return ask;
    }

    private void take(String batch) {
      batches.add(batch);
      Bench.json(batch).get("tickets").forEach(open::add);
    }

    private void change(Bench bench) {
      int prompt = rng.nextInt(30);
      if (rng.nextBoolean()) {
        bench.add(30 + prompt, 31 + prompt);
      } else if (prompt > 10) {
        bench.retire("q" + prompt);
      }
    }

    private void answer(Bench bench) {
      if (open.isEmpty()) {
        return;
      }
      JsonNode ticket = open.remove(rng.nextInt(open.size()));
      String name = ticket.get("ticket").textValue();
      int passed = Bench.successes(ticket);
      switch (rng.nextInt(4)) {
        case 0 ->
            bench.observe(
                Json.object().put("ticket", name).put("status", "error").put("trials", 0));
        case 1 -> {
          ObjectNode body = Json.object();
          for (int sample : Permutation.some(new int[] {0, 1, 2, 3}, 4, rng)) {
            body.withArray("samples")
                .addObject()
                .put("ticket", name)
                .put("sample", sample)
                .put("success", sample < passed)
                .put("tokens", 10 + sample);
          }
          bench.runs().observe(Bench.RUN, body, false);
        }
        default -> bench.observe(Bench.whole(ticket));
      }
    }
  }

  private static byte[] live(Trainer trainer, MemoryStore store, String strategy, int steps) {
    try (Bench bench = new Bench(store).begin(strategy, 30)) {
      for (int step = 0; step < steps; step++) {
        trainer.step(bench);
      }
      return bench.runs().state(Bench.RUN);
    }
  }

  /// P3: a server that is killed now and then, its snapshots lost or not, goes on alike.
  private static void assertRestartsDoNotMatter(String strategy, long seed, int steps) {
    Trainer calm = new Trainer(seed);
    byte[] undisturbed = live(calm, new MemoryStore(), strategy, steps);
    Trainer killed = new Trainer(seed);
    RandomGenerator kills = RandomKey.of(seed, "kills").generator();
    MemoryStore store = new MemoryStore();
    Bench bench = new Bench(store).begin(strategy, 30);
    for (int step = 0; step < steps; step++) {
      killed.step(bench);
      if (kills.nextInt(10) == 0) {
        store = store.copy(kills.nextBoolean());
        bench = new Bench(store);
      }
    }
    assertThat(killed.batches).isEqualTo(calm.batches);
    assertThat(bench.runs().state(Bench.RUN)).isEqualTo(undisturbed);
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mopps", "uniform", "last-seen:candidates=all", "dps", "sec", "greso"})
  void restart_anyTime_goesOnAlike(String strategy) {
    for (long seed = 0; seed < 4; seed++) {
      assertRestartsDoNotMatter(strategy, seed, 120);
    }
  }

  @Tag("slow")
  @Test
  void restart_twoHundredSeeds_goesOnAlike() {
    for (long seed = 0; seed < 200; seed++) {
      assertRestartsDoNotMatter(
          List.of("mopps", "uniform", "dps", "sec", "greso").get((int) (seed % 5)), seed, 400);
    }
  }

  /// P17: a clock that jumps a year ahead or back between any two requests.
  @ParameterizedTest
  @ValueSource(strings = {"mopps", "uniform", "sec"})
  void clock_jumping_changesNoBatch(String strategy) {
    Trainer calm = new Trainer(3);
    var _ = live(calm, new MemoryStore(), strategy, 120);
    Trainer jumpy = new Trainer(3);
    RandomGenerator jumps = RandomKey.of(3, "jumps").generator();
    MemoryStore store = new MemoryStore();
    try (Bench bench = new Bench(store).begin(strategy, 30)) {
      for (int step = 0; step < 120; step++) {
        jumpy.step(bench);
        bench.pass(Duration.ofDays(365).multipliedBy(jumps.nextInt(3) - 1));
      }
    }
    assertThat(jumpy.batches).isEqualTo(calm.batches);
    try (Bench again = new Bench(store.copy(false))) {
      assertThat(again.runs().recomputed(Bench.RUN)).isEqualTo(jumpy.batches.size());
    }
  }

  /// Invariant 2: what the log says was selected is what its fold selects.
  @ParameterizedTest
  @ValueSource(strings = {"mopps", "uniform:noise=0.5", "sec", "dps"})
  void log_foldedAgain_selectsTheSame(String strategy) {
    MemoryStore store = new MemoryStore();
    Trainer trainer = new Trainer(5);
    var _ = live(trainer, store, strategy, 150);
    try (Bench again = new Bench(store.copy(false))) {
      assertThat(again.runs().recomputed(Bench.RUN)).isEqualTo(trainer.batches.size());
    }
  }

  /// P2: everything sent one to three times, in another order.
  @Test
  void observe_repeatedAndReordered_countsOnce() {
    for (long seed = 0; seed < 10; seed++) {
      RandomGenerator rng = RandomKey.of(seed, "order").generator();
      try (Bench once = new Bench(new MemoryStore()).begin("mopps", 40);
          Bench often = new Bench(new MemoryStore()).begin("mopps", 40)) {
        for (int seq = 1; seq <= 12; seq++) {
          String batch = once.select(seq, 5);
          for (int time = 0; time <= rng.nextInt(3); time++) {
            assertThat(often.select(seq, 5)).isEqualTo(batch);
          }
          List<ObjectNode> outcomes = new ArrayList<>();
          for (JsonNode ticket : Bench.json(batch).get("tickets")) {
            outcomes.add(Bench.whole(ticket));
            var _ = once.observe(Bench.whole(ticket));
          }
          int[] order = {0, 1, 2, 3, 4, 0, 2, 4, 1, 1};
          for (int at : Permutation.some(order, order.length, rng)) {
            var _ = often.observe(outcomes.get(at));
          }
        }
        assertThat(often.runs().state(Bench.RUN)).isEqualTo(once.runs().state(Bench.RUN));
      }
    }
  }

  /// P4: back to every step of a run, then on.
  @ParameterizedTest
  @ValueSource(strings = {"mopps", "sec"})
  void rewind_toEveryStep_goesOnAsIfNothingHadBeen(String strategy) {
    int steps = 20;
    List<String> straight = new ArrayList<>();
    try (Bench bench = new Bench(new MemoryStore()).begin(strategy, 60)) {
      for (int seq = 1; seq <= steps + 3; seq++) {
        String batch = bench.select(seq, 4);
        straight.add(Bench.choice(batch));
        bench.answer(batch);
      }
    }
    try (Bench bench = new Bench(new MemoryStore()).begin(strategy, 60)) {
      for (int seq = 1; seq <= steps; seq++) {
        bench.answer(bench.select(seq, 4));
      }
      for (int to = steps - 1; to >= 0; to--) {
        bench.runs().rewind(Bench.RUN, Json.object().put("to_step", to));
        for (int seq = to + 1; seq <= to + 3; seq++) {
          String batch = bench.select(seq, 4);
          assertThat(Bench.choice(batch))
              .as("%d after %d", seq, to)
              .isEqualTo(straight.get(seq - 1));
          bench.answer(batch);
        }
      }
      JsonNode old = bench.runs().batch(Bench.RUN, 15, "default", Optional.of("1"));
      assertThat(old.get("abandoned").booleanValue()).isTrue();
      assertThat(old.get("tickets").get(0).get("outcome").get("trials").intValue()).isEqualTo(4);
    }
  }

  @Test
  void fork_fromAStep_goesOnAsItsParentDid() {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 60)) {
      List<String> straight = new ArrayList<>();
      for (int seq = 1; seq <= 8; seq++) {
        String batch = bench.select(seq, 4);
        straight.add(batch);
        bench.answer(batch);
      }
      ObjectNode fork = Json.object().put("from_step", 5).put("run", "f");
      assertThat(bench.runs().fork(Bench.RUN, Runs.Fork.of(fork))).isTrue();
      assertThat(bench.runs().fork(Bench.RUN, Runs.Fork.of(fork))).isFalse();
      ObjectNode next = Json.object().put("seq", 6).put("size", 4);
      String batch = new String(bench.runs().select("f", next), StandardCharsets.UTF_8);
      assertThat(Bench.choice(batch)).isEqualTo(Bench.choice(straight.get(5)));
    }
  }

  /// P5: one batch for all who ask at once.
  @Test
  void select_hundredAtOnce_isOneBatch() throws Exception {
    try (Bench bench = new Bench(new MemoryStore()).begin("mopps", 40);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seq = 1; seq <= 5; seq++) {
        long number = seq;
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          calls.add(() -> bench.select(number, 4));
        }
        Set<String> answers = new HashSet<>();
        for (var call : clients.invokeAll(calls)) {
          answers.add(call.get());
        }
        assertThat(answers).hasSize(1);
        bench.answer(answers.iterator().next());
      }
      assertThat(bench.runs().show(Bench.RUN).get("batches").intValue()).isEqualTo(5);
    }
  }
}
