package dev.coxswain.trainer.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OneThreadTest {

  private static Set<Thread> computing() {
    return IntStream.range(0, 100_000)
        .parallel()
        .mapToObj(i -> Thread.currentThread())
        .collect(Collectors.toSet());
  }

  @Test
  void call_parallelStream_staysOnTheThread() {
    Set<Thread> threads =
        OneThread.call(() -> {
          assertThat(computing()).containsExactly(Thread.currentThread());
          return computing();
        });
    assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void run_failure_isThrownAsItIs() {
    RuntimeException failure = new IllegalArgumentException("The step (0) must be at least 1.");
    assertThatThrownBy(() ->
            OneThread.run(() -> {
              throw failure;
            }))
        .isSameAs(failure);
    Error error = new AssertionError("never");
    assertThatThrownBy(() ->
            OneThread.run(() -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @Test
  void run_interrupted_waitsAndStaysInterrupted() {
    boolean[] done = {false};
    Thread.currentThread().interrupt();
    OneThread.run(() -> done[0] = true);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done[0]).isTrue();
  }
}
