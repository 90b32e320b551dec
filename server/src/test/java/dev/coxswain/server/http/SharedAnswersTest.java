package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedAnswersTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger made = new AtomicInteger();
  private final SharedAnswers shared =
      new SharedAnswers(Executors.newSingleThreadExecutor(), now::get);

  @AfterEach
  void close() {
    shared.close();
  }

  /// Says how many times it was made, and takes a while for it.
  private Supplier<JsonNode> taking(Duration cost) {
    return () -> {
      now.addAndGet(cost.toNanos());
      return Json.object().put("made", made.incrementAndGet());
    };
  }

  private String answer(long maxStale, Duration cost) {
    return new String(shared.answer("a", maxStale, taking(cost)).body(), StandardCharsets.UTF_8);
  }

  @Test
  void answer_ofNow_isMadeForEveryone() {
    assertThat(answer(0, Duration.ZERO)).isEqualTo("{\"made\":1}");
    assertThat(answer(0, Duration.ZERO)).isEqualTo("{\"made\":2}");
  }

  @Test
  void answer_thatMayBeOld_isMadeOnceASecond() {
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":1}");
    now.addAndGet(SECOND - 1);
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":1}");
    now.addAndGet(2);
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":2}");
  }

  @Test
  void answer_thatTookLong_isKeptTwentyTimesAsLong() {
    var _ = answer(60, Duration.ofSeconds(2));
    now.addAndGet(40 * SECOND - 1);
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":1}");
    now.addAndGet(2);
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":2}");
  }

  @Test
  void answer_thatIsOlderThanWished_isMadeAnew() {
    var _ = answer(60, Duration.ofSeconds(2));
    now.addAndGet(5 * SECOND);
    assertThat(answer(4, Duration.ZERO)).isEqualTo("{\"made\":2}");
    assertThat(answer(5, Duration.ZERO)).isEqualTo("{\"made\":2}");
  }

  @Test
  void answer_thatManyAskForAtOnce_isMadeOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Supplier<JsonNode> figures =
        () -> {
          begun.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Json.object().put("made", made.incrementAndGet());
        };
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer.Shared>> answers = new ArrayList<>();
      answers.add(askers.submit(() -> shared.answer("a", 60, figures)));
      begun.await();
      for (int i = 0; i < 50; i++) {
        answers.add(askers.submit(() -> shared.answer("a", 60, figures)));
      }
      go.countDown();
      for (Future<Answer.Shared> answer : answers) {
        assertThat(answer.get()).isSameAs(answers.getFirst().get());
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void refusal_comesThroughAsItIs_andIsNotKept() {
    Supplier<JsonNode> refusing =
        () -> {
          throw Refusal.of(Code.NOT_FOUND, "There is no run of this name.");
        };
    assertThatThrownBy(() -> shared.answer("a", 60, refusing))
        .isInstanceOf(Refusal.class)
        .hasMessage("There is no run of this name.");
    assertThat(answer(60, Duration.ZERO)).isEqualTo("{\"made\":1}");
  }
}
