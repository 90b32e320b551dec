package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeadlineTest {

  private static final Map<Long, List<StepMetrics>> UNIFORM =
      Map.of(0L, Steps.of(0, 0.1, 0.2, 0.3, 0.4));

  @Test
  void sentences_clearWin_givesIntervalAndSeeds() {
    assertThat(of(5, 0, new Figure(1.4, 1.2, 1.6, 5)))
        .isEqualTo(
            "gps reached uniform's final accuracy in 1.40× fewer steps (95\u00a0% interval 1.20 to 1.60, 5\u00a0seeds).");
  }

  @Test
  void sentences_intervalHoldsOne_saysThatNothingIsDecided() {
    assertThat(of(3, 0, new Figure(1.4, 0.9, 1.9, 3)))
        .endsWith("3\u00a0seeds). The interval holds 1: these seeds do not tell the two apart.");
  }

  @Test
  void sentences_loss_isCalledSlower() {
    assertThat(of(3, 1, new Figure(0.5, 0.4, 0.6, 3)))
        .isEqualTo(
            "gps was slower than uniform to uniform's final accuracy: uniform took 0.500× its steps (95\u00a0% interval 0.400 to 0.600, 3\u00a0seeds). 1 of 3 seeds never got there and count as T + 1.");
  }

  @Test
  void sentences_tie_isCalledATie() {
    assertThat(of(1, 0, new Figure(1, 1, 1, 1)))
        .isEqualTo(
            "gps reached uniform's final accuracy in as many steps as uniform (ratio 1.00; one seed: no interval).");
  }

  @Test
  void sentences_oneSeed_saysThatThereIsNoInterval() {
    assertThat(of(1, 0, new Figure(2, 2, 2, 1)))
        .isEqualTo(
            "gps reached uniform's final accuracy in 2.00× fewer steps (one seed: no interval).");
  }

  @Test
  void sentences_allCensored_saysNever() {
    assertThat(of(2, 2, new Figure(0.9, 0.8, 1.1, 2)))
        .isEqualTo("gps never reached uniform's final accuracy.");
  }

  @Test
  void sentences_nothingPairs_saysSo() {
    assertThat(of(0, 0, null))
        .isEqualTo("gps has no finished run that pairs with one of uniform's.");
  }

  @Test
  void sentences_onlyUniform_hasNothingToCompare() {
    assertThat(TrainingReport.of(Map.of(), Map.of("uniform", UNIFORM)).sentences())
        .containsExactly("Only uniform was trained: there is nothing to compare it with.");
  }

  @Test
  void sentences_noUniform_givesNoVerdict() {
    assertThat(TrainingReport.of(Map.of(), Map.of("gps", UNIFORM)).sentences())
        .containsExactly(
            "There is no uniform run to measure against: read the curves, not a verdict.");
  }

  @Test
  void sentences_subject_comesFirstAndOracleIsNone() {
    Map<String, Map<Long, List<StepMetrics>>> metrics = new LinkedHashMap<>();
    List.of("oracle", "uniform", "mopps", "gps").forEach(name -> metrics.put(name, UNIFORM));

    assertThat(TrainingReport.of(Map.of(), metrics).sentences())
        .extracting(sentence -> sentence.substring(0, sentence.indexOf(' ')))
        .containsExactly("mopps", "oracle", "gps");
  }

  private static String of(int seeds, int censored, @Nullable Figure ratio) {
    Map<String, Map<Long, Run>> runs = new LinkedHashMap<>();
    runs.put("gps", Map.of());
    runs.put("uniform", Map.of(0L, new Run(0, Steps.of(0, 0.1, 0.2, 0.3, 0.4))));
    Map<String, StrategyFigures> figures = new LinkedHashMap<>();
    figures.put(
        "gps",
        new StrategyFigures(
            null,
            null,
            null,
            null,
            null,
            ratio,
            null,
            censored,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            seeds,
            new TreeMap<>()));
    Comparison comparison = Comparison.of(runs);
    figures.put("uniform", StrategyFigures.of("uniform", comparison, Interval.STUDENT));
    return new Headline(comparison, figures).sentences().getFirst();
  }
}
