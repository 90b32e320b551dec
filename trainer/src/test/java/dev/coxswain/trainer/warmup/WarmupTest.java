package dev.coxswain.trainer.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.learning.torch.Adam;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.PolicyConfig;
import dev.coxswain.trainer.policy.Rollouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmupTest {

  private static final PolicyConfig POLICY = new PolicyConfig(8, 3, 4, 1, 16, 2);
  private static final WarmupConfig CONFIG =
      new WarmupConfig(150, 32, 1e-2, 10, 0.4, new Adam.Settings(0.9, 0.95, 1e-8, 0.01, 1), 4, 50);

  @TempDir private Path folder;

  /// One to three tokens, to be said again.
  private static Supplier<Example> echo(RandomKey key) {
    RandomGenerator rng = key.generator();
    return () -> echo(rng);
  }

  private static Example echo(RandomGenerator rng) {
    int length = 1 + rng.nextInt(3);
    int[] prompt = new int[3];
    int[] answer = new int[length + 1];
    for (int i = 0; i < length; i++) {
      answer[i] = 2 + rng.nextInt(6);
      prompt[3 - length + i] = answer[i];
    }
    answer[length] = 1;
    return new Example(prompt, answer);
  }

  private Warmup warmup(Path cache) {
    return new Warmup(POLICY, CONFIG, 5, "echo", cache);
  }

  private byte[] run(Path cache, Progress progress) {
    try (Policy policy = warmup(cache).run(WarmupTest::echo, progress)) {
      return SnapshotFormat.write(policy.snapshot());
    }
  }

  @Test
  void run_echo_isLearned() {
    List<Double> losses = new ArrayList<>();
    try (Policy policy =
        warmup(folder).run(WarmupTest::echo, (step, steps, loss) -> losses.add(loss))) {
      assertThat(losses).hasSize(150);
      assertThat(losses.getFirst()).isCloseTo(Math.log(8), within(0.7)); // knows nothing
      assertThat(losses.getLast()).isLessThan(0.3);
      Rollouts rollouts = policy.sample(new int[][] {{0, 0, 6}}, 20, RandomKey.of(1, "s"), 0.1);
      assertThat(rollouts.answer(0)).containsExactly(6, 1);
    }
  }

  @Test
  void run_again_takenFromDisk() {
    byte[] trained = run(folder, (step, steps, loss) -> {});
    byte[] read =
        run(
            folder,
            (step, steps, loss) -> {
              throw new AssertionError("trained again");
            });
    assertThat(read).isEqualTo(trained);
    assertThat(files()).hasSize(1);
  }

  @Test
  void run_afterAnInterruption_goesOnAndEndsWithTheSameBits() {
    byte[] whole = run(folder.resolve("whole"), (step, steps, loss) -> {});
    Path cut = folder.resolve("cut");
    assertThatThrownBy(() ->
            run(
                cut,
                (step, steps, loss) -> {
                  if (step == 77) {
                    throw new IllegalStateException("power cut");
                  }
                }))
        .hasMessage("power cut");
    List<Integer> steps = new ArrayList<>();
    byte[] resumed = run(cut, (step, all, loss) -> steps.add(step));
    assertThat(steps).startsWith(51).hasSize(100);
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  void run_otherSettings_otherFile() {
    run(folder, (step, steps, loss) -> {});
    new Warmup(POLICY, CONFIG, 6, "echo", folder).run(WarmupTest::echo, (s, n, l) -> {}).close();
    new Warmup(POLICY, CONFIG, 5, "ECHO", folder).run(WarmupTest::echo, (s, n, l) -> {}).close();
    assertThat(files()).hasSize(3);
  }

  @Test
  void run_corruptFile_namedAndKept() throws IOException {
    run(folder, (step, steps, loss) -> {});
    Path file = files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> run(folder, (step, steps, loss) -> {}))
        .isInstanceOf(WarmupCorrupt.class)
        .hasMessageMatching(
            "The warm-up file \\Q%s\\E must hold what was written; was: The snapshot's checksum is .*\n"
                    .formatted(file)
                + "Maybe the disk was full or failing; delete the file and the warm-up is done again.");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void run_twoAtOnce_sameBits() throws Exception {
    List<byte[]> results = Collections.synchronizedList(new ArrayList<>());
    Runnable one = () -> results.add(run(folder, (step, steps, loss) -> {}));
    Thread first = Thread.ofPlatform().start(one);
    Thread second = Thread.ofPlatform().start(one);
    first.join();
    second.join();
    assertThat(results).hasSize(2);
    assertThat(results.get(0)).isEqualTo(results.get(1));
    assertThat(run(folder, (step, steps, loss) -> {})).isEqualTo(results.get(0));
  }

  private List<Path> files() {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void learningRateAt_usual_climbsStaysAndFalls() {
    WarmupConfig usual = WarmupConfig.usual();
    assertThat(usual.learningRateAt(0)).isCloseTo(3e-5, within(1e-12));
    assertThat(usual.learningRateAt(99)).isEqualTo(3e-3);
    assertThat(usual.learningRateAt(1200)).isEqualTo(3e-3);
    assertThat(usual.learningRateAt(1600)).isCloseTo(1.5e-3, within(1e-12));
    assertThat(usual.learningRateAt(1999)).isCloseTo(3e-3 / 800, within(1e-12));
  }

  @Test
  void config_outsideItsRange_saysSo() {
    Adam.Settings adam = Adam.Settings.plain();
    assertThatThrownBy(() -> new WarmupConfig(0, 1, 1, 0, 0, adam, 1, 1))
        .hasMessage(
            "The steps (0), batch (1), bucket batches (1) and steps between checkpoints (1) must be at least 1.");
    assertThatThrownBy(() -> new WarmupConfig(1, 1, 0, 0, 0, adam, 1, 1))
        .hasMessage(
            "The learning rate (0.0) must be positive and finite, the ramp (0 steps) not negative.");
    assertThatThrownBy(() -> new WarmupConfig(1, 1, 1, 0, 40, adam, 1, 1))
        .hasMessage(
            "The decay share (40.0) must lie between 0 and 1.\nMaybe it was written in percent; 40 % is 0.4.");
  }
}
