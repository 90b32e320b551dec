package dev.coxswain.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.prediction.Fading;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {

  @Test
  void parse_names_giveTheDocumentedDefaults() {
    assertThat(Strategies.parse("uniform"))
        .isEqualTo(
            strategy(
                "uniform",
                new Predictor.None(),
                new Utility.Equal(),
                new Selector.First(),
                new Candidates.Epochs(1),
                new Filling.Once()));
    assertThat(Strategies.parse("dynamic-sampling"))
        .isEqualTo(
            strategy(
                "dynamic-sampling",
                new Predictor.None(),
                new Utility.Equal(),
                new Selector.First(),
                new Candidates.Epochs(1),
                new Filling.Redraws(10)));
    assertThat(Strategies.parse("mopps"))
        .isEqualTo(
            strategy(
                "mopps",
                new Predictor.Mopps(1, 1, 0.5),
                new Utility.Quadratic(0.5),
                new Selector.Top(),
                new Candidates.Epochs(8),
                new Filling.Once()));
    assertThat(Strategies.parse("gps"))
        .isEqualTo(
            strategy(
                "gps",
                new Predictor.Gps(
                    ModelSize.TINY, new ModelTraining(3e-3, 5, 1, 1, 0, Likelihood.BINOMIAL), 10),
                new Utility.Quadratic(0.5),
                new Selector.MaxSum(0.05, 1, 1),
                new Candidates.Epochs(2),
                new Filling.Once()));
    ModelTraining regression = new ModelTraining(3e-3, 5, 1, 0, 0, Likelihood.BINOMIAL);
    assertThat(Strategies.parse("pcl"))
        .isEqualTo(
            strategy(
                "pcl",
                new Predictor.Pcl(ModelSize.TINY.withoutContext(), regression),
                new Utility.Quadratic(0.5),
                new Selector.Top(),
                new Candidates.Epochs(4),
                new Filling.Once()));
    assertThat(Strategies.parse("hierarchical"))
        .isEqualTo(
            new Strategy(
                "hierarchical",
                new Predictor.Hierarchical(
                    ModelSize.TINY,
                    new ModelTraining(3e-3, 5, 1, 1, 0, Likelihood.BETA_BINOMIAL),
                    10,
                    Fading.ANY,
                    true),
                new Utility.MixedGroup(8),
                new Selector.MaxSum(0.2, 1, 1),
                new Candidates.Epochs(2),
                new Exploration(0, 0, 0, 0, false),
                new Safeguards(0.05, true),
                new Filling.Once(),
                false,
                false));
    assertThat(Strategies.parse("oracle"))
        .isEqualTo(
            strategy(
                "oracle",
                new Predictor.Probing(8),
                new Utility.Quadratic(0.5),
                new Selector.Top(),
                new Candidates.Epochs(4),
                new Filling.Once()));
  }

  @Test
  void parse_everySettingOfGps_isHeeded() {
    String text =
        "gps:size=tiny:lambda=0.1:omega=2:window=3:samples=4:steps=5:lr=0.01:draws=6:kl=0.5:replay=8"
            + ":likelihood=squared:candidates=all:noise=0.3:cooldown=7:visits=0.2:control=0.1:guard=on"
            + ":truncated=on:per-token=on";

    assertThat(Strategies.parse(text))
        .isEqualTo(
            new Strategy(
                text,
                new Predictor.Gps(
                    ModelSize.TINY, new ModelTraining(0.01, 5, 6, 0.5, 8, Likelihood.SQUARED), 4),
                new Utility.Quadratic(0.5),
                new Selector.MaxSum(0.1, 2, 3),
                new Candidates.All(),
                new Exploration(0.3, 7, 0.2, 0, false),
                new Safeguards(0.1, true),
                new Filling.Once(),
                true,
                true));
  }

  @Test
  void parse_settingsOfHierarchical_areHeeded() {
    Strategy quadratic = Strategies.parse("hierarchical:utility=quadratic:memory=0.9");
    assertThat(quadratic.utility()).isEqualTo(new Utility.Quadratic(0.5));
    assertThat(quadratic.selector()).isEqualTo(new Selector.MaxSum(0.05, 1, 1));
    assertThat(fadings("hierarchical:memory=0.9")).containsExactly(new Fading(0.9, 1));
    assertThat(fadings("hierarchical:revisit=0.7")).containsExactly(new Fading(1, 0.7));
    assertThat(fadings("hierarchical:memory=0.9:revisit=0.7"))
        .containsExactly(new Fading(0.9, 0.7));
    Strategy still = Strategies.parse("hierarchical:drift=off");
    assertThat(((Predictor.Hierarchical) still.predictor()).drifts()).isFalse();
    assertThat(Strategies.parse("hierarchical:utility=variance").utility())
        .isEqualTo(new Utility.Variance());
    Strategy mixed = Strategies.parse("hierarchical:group=16:lambda=0.7:guard=off:control=0");
    assertThat(mixed.utility()).isEqualTo(new Utility.MixedGroup(16));
    assertThat(mixed.selector()).isEqualTo(new Selector.MaxSum(0.7, 1, 1));
    assertThat(mixed.safeguards()).isEqualTo(Safeguards.NONE);
  }

  private static List<Fading> fadings(String text) {
    return ((Predictor.Hierarchical) Strategies.parse(text).predictor()).fadings();
  }

  /// Among all prompts nothing else brings the flagship back to those that it thinks ill of.
  @Test
  void parse_hierarchicalAmongAllPrompts_exploresUnlessToldOtherwise() {
    assertThat(Strategies.parse("hierarchical:candidates=all").exploration())
        .isEqualTo(new Exploration(0, 0, 0, 0.85, true));
    assertThat(Strategies.parse("hierarchical:candidates=8").exploration())
        .isEqualTo(new Exploration(0, 0, 0, 0, false));
    assertThat(Strategies.parse("hierarchical:thompson=0.5:fresh=on").exploration())
        .isEqualTo(new Exploration(0, 0, 0, 0.5, true));
    assertThat(Strategies.parse("hierarchical:candidates=all:thompson=0:fresh=off").exploration())
        .isEqualTo(new Exploration(0, 0, 0, 0, false));
    assertThat(Strategies.parse("mopps:thompson=0").exploration().thompson()).isZero();
  }

  @Test
  void parse_gpsWithoutContext_keepsItsAcquisition() {
    Strategy blind = Strategies.parse("gps:context=off");
    assertThat(((Predictor.Pcl) blind.predictor()).size())
        .isEqualTo(ModelSize.TINY.withoutContext());
    assertThat(blind.selector()).isEqualTo(Strategies.parse("gps").selector());
    assertThat(blind.candidates()).isEqualTo(Strategies.parse("gps").candidates());
  }

  @Test
  void parse_fill_replacesGroupsThatAreNotMixed() {
    assertThat(Strategies.parse("gps:fill=10").filling()).isEqualTo(Filling.Adaptive.frugal(10));
    assertThat(Strategies.parse("hierarchical:fill=3").filling())
        .isEqualTo(Filling.Adaptive.frugal(3));
    assertThat(Strategies.parse("hierarchical:fill=1").filling()).isEqualTo(new Filling.Once());
  }

  @Test
  void parse_latent_isAnotherLengthOfTheSameNetworks() {
    assertThat(((Predictor.Gps) Strategies.parse("gps:latent=2").predictor()).size())
        .isEqualTo(ModelSize.TINY.withLatent(2));
    assertThat(
            ((Predictor.Hierarchical)
                    Strategies.parse("hierarchical:size=cpu:latent=4").predictor())
                .size())
        .isEqualTo(ModelSize.CPU.withLatent(4));
    assertThatThrownBy(() -> Strategies.parse("gps:latent=0"))
        .hasMessage(
            "The setting latent (0) of the strategy \"gps:latent=0\" must be a whole number of at least 1.");
  }

  @Test
  void parse_size_decidesHowItLearnsUnlessToldOtherwise() {
    assertThat(training("gps:size=paper").learningRate()).isEqualTo(1e-4);
    assertThat(training("gps:size=paper:lr=1e-3").learningRate()).isEqualTo(1e-3);
    assertThat(training("gps:size=tiny").learningRate()).isEqualTo(3e-3);
    assertThat(training("gps:size=tiny").gradientSteps()).isEqualTo(5);
    assertThat(training("gps:size=tiny:steps=10").gradientSteps()).isEqualTo(10);
    assertThat(training("gps:size=paper").gradientSteps()).isEqualTo(10);
    assertThat(((Predictor.Gps) Strategies.parse("gps:size=paper").predictor()).size())
        .isEqualTo(ModelSize.PAPER);
  }

  /// With the settings that every strategy has at their defaults.
  private static Strategy strategy(
      String name,
      Predictor predictor,
      Utility utility,
      Selector selector,
      Candidates candidates,
      Filling filling) {
    return new Strategy(
        name,
        predictor,
        utility,
        selector,
        candidates,
        new Exploration(0, 0, 0, name.equals("mopps") ? 1 : 0, false),
        Safeguards.NONE,
        filling,
        false,
        false);
  }

  private static ModelTraining training(String text) {
    return ((Predictor.Gps) Strategies.parse(text).predictor()).training();
  }

  @Test
  void parse_baselines_giveThePapersDefaults() {
    assertThat(Strategies.parse("greso"))
        .isEqualTo(
            strategy(
                "greso",
                new Predictor.Greso(0.5, 0.5, 0.25),
                new Utility.MixedGroup(2),
                new Selector.Sieve(),
                new Candidates.Epochs(16),
                Filling.Adaptive.greso(10)));
    assertThat(Strategies.parse("dps"))
        .isEqualTo(
            strategy(
                "dps",
                new Predictor.Dps(1, 0.5),
                new Utility.MixedGroup(2),
                new Selector.Top(),
                new Candidates.Epochs(8),
                new Filling.Once()));
    assertThat(Strategies.parse("sec"))
        .isEqualTo(
            strategy(
                "sec",
                new Predictor.Sec(0.5),
                new Utility.MixedGroup(2),
                new Selector.ByTopic(1),
                new Candidates.All(),
                new Filling.Once()));
    assertThat(Strategies.parse("learnability").predictor())
        .isEqualTo(Strategies.parse("last-seen").predictor())
        .isEqualTo(new Predictor.LastSeen(0.9, 0.5));
    assertThat(Strategies.parse("learnability").utility()).isEqualTo(new Utility.Variance());
    assertThat(Strategies.parse("last-seen").utility()).isEqualTo(new Utility.Quadratic(0.5));
  }

  @Test
  void parse_gpsOptions_areHeeded() {
    assertThat(Strategies.parse("gps:spread=min:lambda=0.2:window=4").selector())
        .isEqualTo(new Selector.MaxMin(0.2, 4));
    assertThat(Strategies.parse("gps:gain=half").selector())
        .isEqualTo(new Selector.MaxSum(0.05, 1, 1, Selector.MaxSum.Gain.HALF));
    assertThat(Strategies.parse("gps:utility=mixed:group=4").utility())
        .isEqualTo(new Utility.MixedGroup(4));
    assertThat(Strategies.parse("gps:utility=variance").utility())
        .isEqualTo(new Utility.Variance());
  }

  @Test
  void parse_settingsOfTheOthers_areHeeded() {
    Strategy band = Strategies.parse("mopps:pick=threshold:low=0.2:high=0.6:decay=1:prior=2");
    assertThat(band.selector()).isEqualTo(new Selector.Band(0.2, 0.6));
    assertThat(band.predictor()).isEqualTo(new Predictor.Mopps(2, 2, 1));
    assertThat(Strategies.parse("dynamic-sampling:draws=4").filling())
        .isEqualTo(new Filling.Redraws(4));
    assertThat(Strategies.parse("oracle:rollouts=3").predictor())
        .isEqualTo(new Predictor.Probing(3));
  }

  @Test
  void parse_blanksAround_areNoPartOfTheName() {
    assertThat(Strategies.parse("  gps:kl=2 ").name()).isEqualTo("gps:kl=2");
  }

  @Test
  void all_everyStandard_parsesToTheSameAsTheBareName() {
    for (Strategies.Named named : Strategies.all()) {
      Strategy bare = Strategies.parse(named.name());
      for (Strategies.Parameter parameter : named.parameters()) {
        String text = "%s:%s=%s".formatted(named.name(), parameter.key(), parameter.standard());
        assertThat(Strategies.parse(text))
            .usingRecursiveComparison()
            .ignoringFields("name")
            .isEqualTo(bare);
        assertThat(parameter.meaning()).isNotBlank();
      }
      assertThat(named.summary()).endsWith(".");
      assertThat(named.source()).isNotBlank();
    }
    assertThat(Strategies.all())
        .extracting(Strategies.Named::name)
        .startsWith("uniform", "dynamic-sampling", "mopps", "last-seen", "learnability")
        .contains("greso", "dps", "sec", "gps")
        .endsWith("oracle");
  }

  private static String names() {
    return Strategies.all().stream().map(Strategies.Named::name).collect(Collectors.joining(", "));
  }

  private static String keys(String strategy) {
    return Strategies.all().stream()
        .filter(named -> named.name().equals(strategy))
        .flatMap(named -> named.parameters().stream())
        .map(Strategies.Parameter::key)
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({"gsp, gps", "unifrom, uniform", "mops, mopps", "dynamic_sampling, dynamic-sampling"})
  void parse_mistypedName_namesTheNearest(String typed, String meant) {
    assertThatThrownBy(() -> Strategies.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The strategy \"%s\" is not known; there are %s.\nMaybe you meant \"%s\".",
            typed, names(), meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "thompson sampling", "GPSGPSGPS"})
  void parse_nameLikeNoOther_givesNoHint(String typed) {
    assertThatThrownBy(() -> Strategies.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The strategy \"%s\" is not known; there are %s.", typed, names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise=0.1", "noise=0", "visits=0.2", "per-token=on"})
  void parse_gresoWithAnotherWorth_isRefused(String setting) {
    assertThatThrownBy(() -> Strategies.parse("greso:" + setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The setting %s of the strategy \"greso:%s\" would change greso's probabilities; leave it out.",
            setting.substring(0, setting.indexOf('=')), setting);
    assertThat(keys("greso")).doesNotContain("noise", "visits", "per-token").contains("cooldown");
  }

  @Test
  void parse_settingGivenTwice_isRefused() {
    assertThatThrownBy(() -> Strategies.parse("gps:lambda=1:lambda=2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The setting lambda of the strategy \"gps:lambda=1:lambda=2\" is given twice.");
  }

  @Test
  void parse_unknownKey_namesTheNearest() {
    assertThatThrownBy(() -> Strategies.parse("mopps:decai=0.8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The setting \"decai=0.8\" of the strategy \"mopps:decai=0.8\" must be key=value with one of the keys %s.\nMaybe you meant \"decay\".",
            keys("mopps"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "", "=1"})
  void parse_notKeyAndValue_isRefused(String part) {
    assertThatThrownBy(() -> Strategies.parse("uniform:" + part))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The setting \"%s\" of the strategy \"uniform:%s\" must be key=value with one of the keys %s.",
            part, part, keys("uniform"));
  }

  @ParameterizedTest
  @CsvSource({
    "gps:window=0, window, 0, be a whole number of at least 1",
    "gps:samples=x, samples, x, be a whole number of at least 1",
    "gps:samples=1.5, samples, 1.5, be a whole number of at least 1",
    "gps:replay=-1, replay, -1, be a whole number of at least 0",
    "uniform:cooldown=-2, cooldown, -2, be a whole number of at least 0",
    "uniform:candidates=0, candidates, 0, be a whole number of at least 1",
    "uniform:candidates=some, candidates, some, be a whole number of at least 1",
    "dynamic-sampling:draws=1, draws, 1, be a whole number of at least 2",
    "oracle:rollouts=0, rollouts, 0, be a whole number of at least 1",
    "gps:lambda=x, lambda, x, be a finite number",
    "gps:lambda=NaN, lambda, NaN, be a finite number",
    "gps:lambda=Infinity, lambda, Infinity, be a finite number",
    "uniform:noise=, noise, '', be a finite number",
    "hierarchical:memory=x, memory, x, be a finite number",
    "'hierarchical:utility=best', utility, best, 'be one of quadratic, mixed, variance'",
    "'gps:size=huge', size, huge, 'be one of tiny, cpu, paper'",
    "'mopps:pick=best', pick, best, 'be one of topk, threshold'",
    "'gps:likelihood=beta', likelihood, beta, 'be one of binomial, squared'",
  })
  void parse_valueOutOfRange_saysTheRule(String text, String key, String value, String rule) {
    assertThatThrownBy(() -> Strategies.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The setting %s (%s) of the strategy \"%s\" must %s.", key, value, text, rule);
  }

  @ParameterizedTest
  @CsvSource({
    "gps:steps=51, 'The gradient steps (51) must lie in 1 .. 50.'",
    "gps:lr=0, 'The learning rate (0.0) must be positive and finite.'",
    "hierarchical:memory=0, 'What a step and a visit leave of remembered counts (0.0 and 1.0) must lie in (0, 1].'",
    "gps:kl=-1, 'The KL weight (-1.0) must be at least 0 and finite.'",
    "mopps:decay=2, 'The decay (2.0) must lie in (0, 1].'",
    "uniform:noise=-1, 'The noise (-1.0) must be at least 0 and finite.'",
  })
  void parse_valueThatTheRecordRefuses_saysSo(String text, String message) {
    assertThatThrownBy(() -> Strategies.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void parseAll_list_keepsItsOrder() {
    List<Strategy> strategies = Strategies.parseAll("gps, uniform,mopps:decay=1,mopps");

    assertThat(strategies)
        .extracting(Strategy::name)
        .containsExactly("gps", "uniform", "mopps:decay=1", "mopps");
  }

  @Test
  void parseAll_twice_isRefused() {
    assertThatThrownBy(() -> Strategies.parseAll("gps,uniform, gps"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The strategy \"gps\" is named twice.");
  }

  @Test
  void parseAll_gap_isRefused() {
    assertThatThrownBy(() -> Strategies.parseAll("gps,,uniform"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The strategy \"\" is not known");
  }
}
