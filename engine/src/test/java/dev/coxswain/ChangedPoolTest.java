package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.TopicValues;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangedPoolTest {

  private static final int SIZE = 6;

  private final SimulatedPool world = new SimulatedPool(60, false);

  static Stream<String> strategies() {
    return Strategies.all().stream()
        .map(Strategies.Named::name)
        .flatMap(name -> Stream.of(name, name + ":candidates=all:control=0.2"));
  }

  /// Prompts 0 .. 39 of the world at first; then 59 down to 10.
  private void start(Steering steering) {
    steering.changePool(pool(first()), world.embeddings().subset(first()));
  }

  private void change(Steering steering) {
    steering.changePool(pool(second()), world.embeddings().subset(second()));
  }

  private static int[] first() {
    return IntStream.range(0, 40).toArray();
  }

  private static int[] second() {
    return IntStream.range(0, 50).map(i -> 59 - i).toArray();
  }

  private Pool pool(int[] prompts) {
    return Pool.of(Arrays.stream(prompts).mapToObj(i -> world.pool().get(i)).toList());
  }

  private static void observe(Steering steering, Batch batch) {
    steering.observe(
        batch.picks().stream()
            .map(pick -> new Outcome(pick.ticket(), pick.promptId().length() % 3 + 3, 8))
            .toList());
  }

  private static void steps(Steering steering, int count) {
    for (int i = 0; i < count; i++) {
      observe(steering, steering.select(steering.history().head() + 1, SIZE));
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void changePool_whatIsKnown_movesWithTheIds(String strategy) {
    Steering steering = world.steering(strategy, 3);
    start(steering);
    steps(steering, 12);
    int[] stay = IntStream.range(10, 40).toArray();
    int[] moved = Arrays.stream(stay).map(i -> 59 - i).toArray();
    int[] visits = Arrays.stream(stay).map(steering.history()::visits).toArray();
    boolean probes = strategy.startsWith("oracle");
    double[] means = probes ? new double[0] : steering.predict(stay).means();

    change(steering);

    assertThat(Arrays.stream(moved).map(steering.history()::visits).toArray()).isEqualTo(visits);
    assertThat(steering.history().coverage())
        .isEqualTo((int) Arrays.stream(visits).filter(count -> count > 0).count());
    assertThat(probes ? new double[0] : steering.predict(moved).means()).isEqualTo(means);
    assertThatCode(() -> steps(steering, 12)).doesNotThrowAnyException();
    assertThat(steering.history().batch(24).orElseThrow().prompts()).hasSize(SIZE);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void changePool_twoRunsAlike_goOnAlikeAlsoRestored(String strategy) {
    Steering one = changedInTheMiddle(strategy);
    Steering two = changedInTheMiddle(strategy);
    Steering restored = world.steering(strategy, 3);
    change(restored);
    restored.restore(SnapshotFormat.read(SnapshotFormat.write(one.snapshot())));
    for (Steering steering : List.of(one, two, restored)) {
      observe(steering, steering.history().batch(5).orElseThrow());
      steps(steering, 10);
    }

    byte[] bytes = SnapshotFormat.write(one.snapshot());
    assertThat(Arrays.equals(SnapshotFormat.write(two.snapshot()), bytes)).isTrue();
    assertThat(Arrays.equals(SnapshotFormat.write(restored.snapshot()), bytes)).isTrue();
  }

  private Steering changedInTheMiddle(String strategy) {
    Steering steering = world.steering(strategy, 3);
    start(steering);
    steps(steering, 4);
    steering.select(5, SIZE);
    change(steering);
    return steering;
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void changePool_pendingRetired_canStillBeAnswered(String strategy) {
    Steering steering = world.steering(strategy, 3);
    start(steering);
    Batch before = steering.select(1, 40);

    change(steering);
    Batch after = steering.select(1, 40);

    assertThat(after.picks().stream().map(Pick::ticket))
        .isEqualTo(before.picks().stream().map(Pick::ticket).toList());
    assertThat(after.picks().stream().map(Pick::promptId))
        .isEqualTo(before.picks().stream().map(Pick::promptId).toList());
    assertThat(after.picks().stream().filter(pick -> pick.prompt() == Pick.RETIRED)).hasSize(10);
    assertThat(steering.select(2, SIZE).prompts()).doesNotContain(after.prompts());
    observe(steering, before);
    assertThat(steering.history().learnedTo()).isEqualTo(1);
    assertThat(steering.history().statuses().get(Status.OK)).isEqualTo(40);
    assertThat(steering.history().arms(1).uniform() + steering.history().arms(1).selected())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void changePool_embeddingsThatDoNotFit_areRefused(String strategy) {
    Steering steering = world.steering(strategy, 3);
    Pool two = pool(new int[] {0, 1});

    assertThatThrownBy(() -> steering.changePool(two, world.embeddings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be one embedding a prompt; there are 60 for 2 prompts.");
    assertThatThrownBy(
            () -> steering.changePool(two, Embeddings.of(new float[][] {{1, 2}, {2, 1}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The embeddings of the changed pool have width 2; the run's have 6.");
    steps(steering, 1);
  }

  /// All groups are mixed, so every topic that was drawn is worth something. Of a prompt that
  /// stays, the topic is the changed pool's.
  @Test
  void changePool_topics_areTheNewPools() {
    Steering steering = world.steering("sec", 3);
    start(steering);
    steps(steering, 12);
    TopicValues before = (TopicValues) steering.belief();
    Pool changed =
        Pool.of(
            List.of(
                new Prompt("new", "text", Optional.of("topic_1")),
                new Prompt("prompt_3", "text", Optional.of("topic_2")),
                new Prompt("prompt_1", "text", Optional.of("unheard"))));

    steering.changePool(changed, world.embeddings().subset(new int[] {50, 3, 1}));

    TopicValues after = (TopicValues) steering.belief();
    assertThat(after.value(0)).isPositive().isEqualTo(before.value(1));
    assertThat(after.value(1)).isPositive().isEqualTo(before.value(2));
    assertThat(after.value(2)).isZero();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void changePool_lateOutcomes_moveToo(String strategy) {
    Steering steering = world.steering(strategy, 3);
    start(steering);
    Batch first = steering.select(1, 40);
    steering.observe(
        first.picks().stream()
            .map(pick -> new Outcome(pick.ticket(), 0, 8).withStatus(Status.CANCELLED))
            .toList());
    observe(steering, first);
    change(steering);
    List<Prompt> prompts = pool(second()).prompts();
    assertThatCode(() -> steps(steering, 2)).doesNotThrowAnyException();
    assertThat(prompts).hasSize(50);
  }
}
