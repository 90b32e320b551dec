package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.Demonstration;
import dev.coxswain.trainer.task.Demonstrations;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.ProblemSets;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Vocabulary;
import dev.coxswain.trainer.warmup.WarmupCorrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmedUpTest {

  @TempDir private Path cache;

  private static TrainingConfig config(Task task) {
    return Miniature.config(task, TrainingConfig.HeldOut.EVALUATION, false);
  }

  private void warmUp(Task task) {
    WarmedUp.policy(config(task), 0, cache, (step, steps, loss) -> {});
  }

  @Test
  void policy_warmUp_seesNoProblemOfEvaluationOrValidationOfAnySeed() {
    Spy spy = new Spy();
    warmUp(spy);
    assertThat(spy.demonstrated).hasSizeGreaterThan(150);
    SetSizes sizes = config(spy).sets();
    for (long seed = 0; seed < 3; seed++) {
      assertThat(spy.demonstrated)
          .doesNotContainAnyElementsOf(new Echo().problemSets(sizes, seed).reservedIds());
    }
  }

  /// Also of the real task: over 40 batches of 16, and against the sets of another seed.
  @Test
  void problemSets_countdown_reservedAreTheSameForEverySeed() {
    Task countdown = dev.coxswain.trainer.task.Countdown.defaults();
    SetSizes sizes = new SetSizes(64, 32, 128);
    ProblemSets first = countdown.problemSets(sizes, 0);
    ProblemSets second = countdown.problemSets(sizes, 1);
    assertThat(second.reservedIds()).isEqualTo(first.reservedIds());
    assertThat(second.pool()).isNotEqualTo(first.pool());
    Demonstrations stream = countdown.demonstrations(first, RandomKey.of(0, "warm-up"));
    for (int i = 0; i < 640; i++) {
      assertThat(first.reservedIds()).doesNotContain(stream.next().problem().id());
    }
  }

  @Test
  void policy_cacheWithAFlippedByte_namedAndLeftAlone() throws IOException {
    warmUp(new Echo());
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 64;
    Files.write(file, bytes);
    assertThatThrownBy(() -> warmUp(new Echo()))
        .isInstanceOf(WarmupCorrupt.class)
        .hasMessageStartingWith("The warm-up file %s must hold what was written".formatted(file))
        .hasMessageEndingWith("delete the file and the warm-up is done again.");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  /// [Echo] that remembers which problems it demonstrated.
  private static final class Spy implements Task {

    private final Echo echo = new Echo();
    private final Set<String> demonstrated = new HashSet<>();

    @Override
    public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
      Demonstrations stream = echo.demonstrations(sets, key);
      return () -> {
        Demonstration next = stream.next();
        demonstrated.add(next.problem().id());
        return next;
      };
    }

    @Override
    public String name() {
      return echo.name();
    }

    @Override
    public Vocabulary vocabulary() {
      return echo.vocabulary();
    }

    @Override
    public int promptLength() {
      return echo.promptLength();
    }

    @Override
    public int maxAnswerLength() {
      return echo.maxAnswerLength();
    }

    @Override
    public boolean solves(Problem problem, int[] answer) {
      return echo.solves(problem, answer);
    }

    @Override
    public ProblemSets problemSets(SetSizes sizes, long seed) {
      return echo.problemSets(sizes, seed);
    }

    @Override
    public Encoder encoder() {
      return echo.encoder();
    }
  }
}
