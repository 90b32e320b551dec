package dev.coxswain.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coxswain.math.RandomKey;
import dev.coxswain.math.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoreSetsTest {

  private static List<Candidate> pool(int prompts, long seed) {
    RandomGenerator rng = RandomKey.of(seed, "pool").generator();
    return IntStream.range(0, prompts)
        .mapToObj(i -> {
          float[] vector = new float[16];
          for (int j = 0; j < vector.length; j++) {
            vector[j] = (float) Sampling.gaussian(rng);
          }
          return new Candidate("p" + i, -rng.nextDouble() / 4, vector);
        })
        .toList();
  }

  /// The whole way, parts and what lies in them in the given order.
  private static List<Candidate> shortlist(CoreSets coreSets, List<Candidate> pool, long order) {
    List<List<Candidate>> parts = new ArrayList<>();
    for (int part = 0; part < coreSets.parts(); part++) {
      parts.add(new ArrayList<>());
    }
    List<Candidate> shuffled = new ArrayList<>(pool);
    Collections.shuffle(shuffled, new Random(order));
    shuffled.forEach(candidate -> parts.get(coreSets.part(candidate.id())).add(candidate));
    Collections.shuffle(parts, new Random(order));
    return coreSets.select(parts.stream().flatMap(part -> coreSets.select(part).stream()).toList());
  }

  private static List<String> ids(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::id).toList();
  }

  /// U of one-machine greedy is the mark; the bound of 2 % is ours. Every U here is below 0 without
  /// the diversity, so λ is taken large enough to make it positive and a ratio meaningful.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 4})
  void shortlist_againstOneMachine_losesAtMostTwoPercent(double diversity) {
    for (long seed = 0; seed < 5; seed++) {
      List<Candidate> pool = pool(2000, seed);
      CoreSets coreSets = new CoreSets(64, diversity, 8, seed);

      double alone = coreSets.value(coreSets.select(pool));

      assertThat(alone).isPositive();
      assertThat(coreSets.value(shortlist(coreSets, pool, 0))).isGreaterThanOrEqualTo(0.98 * alone);
    }
  }

  @Test
  void shortlist_anyOrder_isTheSame() {
    List<Candidate> pool = pool(1000, 1);
    CoreSets coreSets = new CoreSets(32, 0.5, 7, 3);
    List<String> first = ids(shortlist(coreSets, pool, 0));

    for (long order = 1; order < 10; order++) {
      assertThat(ids(shortlist(coreSets, pool, order))).isEqualTo(first);
    }
  }

  @Test
  void part_otherSeed_isDrawnAnew() {
    CoreSets one = new CoreSets(1, 0, 8, 1);
    CoreSets two = new CoreSets(1, 0, 8, 2);

    long same =
        IntStream.range(0, 8000).filter(i -> one.part("p" + i) == two.part("p" + i)).count();

    // Binomial(8000, 1/8): mean 1000, sd 29.6; 6 sd are passed with probability 2e-9
    assertThat(same).isBetween(1000L - 178, 1000L + 178);
  }

  @Test
  void shortlist_withoutDiversity_isTheBestByUtility() {
    List<Candidate> pool = pool(500, 2);
    CoreSets coreSets = new CoreSets(10, 0, 4, 0);
    List<String> best =
        pool.stream()
            .sorted((a, b) -> Double.compare(b.utility(), a.utility()))
            .limit(10)
            .map(Candidate::id)
            .toList();

    assertThat(ids(shortlist(coreSets, pool, 5))).isEqualTo(best);
  }

  @Test
  void value_threeAtRightAngles_isTheClosedForm() {
    List<Candidate> chosen =
        List.of(
            new Candidate("a", 1, new float[] {1, 0, 0}),
            new Candidate("b", 2, new float[] {0, 1, 0}),
            new Candidate("c", 3, new float[] {0, 0, 1}));

    // 6 + 0.5/2 · 3·√2
    assertThat(new CoreSets(3, 0.5, 1, 0).value(chosen))
        .isCloseTo(6 + 0.75 * Math.sqrt(2), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void settings_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoreSets(0, 0, 1, 0))
        .withMessage("The shortlist's size (0) and parts (1) must be at least 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoreSets(1, Double.NaN, 1, 0))
        .withMessage("The diversity weight (NaN) must be at least 0 and finite.");
  }
}
