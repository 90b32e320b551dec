package dev.coxswain.selection;

import dev.coxswain.prediction.Fading;
import dev.coxswain.prediction.ModelSize;
import dev.coxswain.prediction.ModelTraining;
import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.selection.Selector.MaxMin;
import dev.coxswain.selection.Selector.MaxSum;
import dev.coxswain.selection.Selector.MaxSum.Gain;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values of one strategy's parameters while it is made.
final class Settings {

  /// What makes a prompt worth something else than its utility. A strategy that reads utilities as
  /// probabilities has none of these.
  static final Set<String> CHANGING_WORTH = Set.of("noise", "visits", "per-token");

  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> given = new HashSet<>();

  Settings(String name, List<Strategies.Parameter> parameters) {
    this.name = name;
    parameters.forEach(parameter -> values.put(parameter.key(), parameter.standard()));
  }

  void set(String part) {
    int equals = part.indexOf('=');
    String key = equals < 0 ? part : part.substring(0, equals);
    if (!values.containsKey(key) && CHANGING_WORTH.contains(key)) {
      throw new IllegalArgumentException(
          "The setting %s of the strategy \"%s\" would change greso's probabilities; leave it out."
              .formatted(key, name));
    }
    if (equals < 0 || !values.containsKey(key)) {
      throw new IllegalArgumentException(
          "The setting \"%s\" of the strategy \"%s\" must be key=value with one of the keys %s.%s"
              .formatted(
                  part,
                  name,
                  String.join(", ", values.keySet()),
                  Nearest.hint(key, values.keySet())));
    }
    if (!given.add(key)) {
      throw new IllegalArgumentException(
          "The setting %s of the strategy \"%s\" is given twice.".formatted(key, name));
    }
    values.put(key, part.substring(equals + 1));
  }

  Strategy strategy(Predictor predictor, Utility utility, Selector selector, Filling filling) {
    Candidates candidates =
        ofTheWholePool() ? new Candidates.All() : new Candidates.Epochs(atLeast("candidates", 1));
    return new Strategy(
        name,
        predictor,
        utility,
        selector,
        candidates,
        new Exploration(
            has("noise") ? real("noise") : 0,
            atLeast("cooldown", 0),
            has("visits") ? real("visits") : 0,
            has("thompson") ? thompson() : 0,
            has("fresh") && flag("fresh", ofTheWholePool())),
        new Safeguards(real("control"), flag("guard")),
        filling,
        flag("truncated"),
        has("per-token") && flag("per-token"));
  }

  Strategy averages(Utility utility) {
    return strategy(
        new Predictor.LastSeen(real("decay"), real("unseen")),
        utility,
        new Selector.Top(),
        new Filling.Once());
  }

  Utility utility() {
    return switch (choice("utility", List.of("quadratic", "mixed", "variance"))) {
      case "mixed" -> new Utility.MixedGroup(atLeast("group", 2));
      case "variance" -> new Utility.Variance();
      default -> new Utility.Quadratic(0.5);
    };
  }

  Selector spread() {
    int window = atLeast("window", 1);
    MaxSum.Gain gain =
        choice("gain", List.of("plain", "half")).equals("half") ? Gain.HALF : Gain.PLAIN;
    return choice("spread", List.of("sum", "min")).equals("sum")
        ? new MaxSum(lambda(), real("omega"), window, gain)
        : new MaxMin(lambda(), window);
  }

  Filling filling() {
    int draws = atLeast("fill", 1);
    return draws == 1 ? new Filling.Once() : Filling.Adaptive.frugal(draws);
  }

  ModelSize modelSize() {
    ModelSize size =
        switch (choice("size", List.of("tiny", "cpu", "paper"))) {
          case "tiny" -> ModelSize.TINY;
          case "paper" -> ModelSize.PAPER;
          default -> ModelSize.CPU;
        };
    return has("latent") && !value("latent").equals("auto")
        ? size.withLatent(atLeast("latent", 1))
        : size;
  }

  /// How a model learns whose loss has a setting.
  ModelTraining modelTraining() {
    return modelTraining(
        choice("likelihood", List.of("binomial", "squared")).equals("binomial")
            ? Likelihood.BINOMIAL
            : Likelihood.SQUARED);
  }

  ModelTraining modelTraining(Likelihood likelihood) {
    String size = value("size");
    double rate = size.equals("paper") ? 1e-4 : size.equals("tiny") ? 3e-3 : 1e-3;
    int steps = size.equals("tiny") ? 5 : 10;
    return new ModelTraining(
        value("lr").equals("auto") ? rate : real("lr"),
        value("steps").equals("auto") ? steps : atLeast("steps", 1),
        has("draws") ? atLeast("draws", 1) : 1,
        has("kl") ? real("kl") : 0,
        atLeast("replay", 0),
        likelihood);
  }

  /// What fades remembered counts: a step, a visit or both, as told, or what predicts best.
  List<Fading> memory() {
    boolean anySteps = value("memory").equals("auto");
    boolean anyVisits = value("revisit").equals("auto");
    return anySteps && anyVisits
        ? Fading.ANY
        : List.of(new Fading(anySteps ? 1 : real("memory"), anyVisits ? 1 : real("revisit")));
  }

  /// λ; unless told, .05 for utilities that span ¼, as GPS's does, and .2 for those that span 1.
  private double lambda() {
    return value("lambda").equals("auto")
        ? (utility() instanceof Utility.MixedGroup ? 0.2 : 0.05)
        : real("lambda");
  }

  /// Where all prompts are candidates nothing else brings it back to those that it thinks ill of;
  /// .85 keeps most of what draws find for less than they cost (ours, measured).
  private double thompson() {
    return value("thompson").equals("auto") ? (ofTheWholePool() ? 0.85 : 0) : real("thompson");
  }

  private boolean ofTheWholePool() {
    return value("candidates").equals("all");
  }

  private boolean has(String key) {
    return values.containsKey(key);
  }

  boolean flag(String key) {
    return choice(key, List.of("on", "off")).equals("on");
  }

  private boolean flag(String key, boolean auto) {
    String chosen = choice(key, List.of("auto", "on", "off"));
    return chosen.equals("auto") ? auto : chosen.equals("on");
  }

  String choice(String key, List<String> choices) {
    if (!choices.contains(value(key))) {
      throw wrong(key, "be one of " + String.join(", ", choices));
    }
    return value(key);
  }

  int atLeast(String key, int least) {
    try {
      int number = Integer.parseInt(value(key));
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number out of range
    }
    throw wrong(key, "be a whole number of at least " + least);
  }

  double real(String key) {
    try {
      double number = Double.parseDouble(value(key));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for an infinite number
    }
    throw wrong(key, "be a finite number");
  }

  private String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("The strategy %s has no setting %s.".formatted(name, key));
    }
    return value;
  }

  private IllegalArgumentException wrong(String key, String rule) {
    return new IllegalArgumentException(
        "The setting %s (%s) of the strategy \"%s\" must %s."
            .formatted(key, value(key), name, rule));
  }
}
