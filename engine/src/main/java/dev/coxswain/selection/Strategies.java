package dev.coxswain.selection;

import dev.coxswain.prediction.ModelTraining.Likelihood;
import dev.coxswain.prediction.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The strategies by name: each is a composition, and every default stands here and nowhere else.
///
/// A strategy is written `name:key=value:key=value`, for instance `mopps:decay=0.8:candidates=all`;
/// commas separate strategies. The text as written is the strategy's name in reports and folders.
public final class Strategies {

  /// A strategy's name and what can be said of it.
  ///
  /// @param name how it is called
  /// @param summary one sentence
  /// @param source where it comes from
  /// @param parameters what can be set
  public record Named(String name, String summary, String source, List<Parameter> parameters) {}

  /// One setting of a strategy.
  ///
  /// @param key as written before the '='
  /// @param standard its default
  /// @param meaning what it does, with its range
  public record Parameter(String key, String standard, String meaning) {}

  private record Entry(Named named, Function<Settings, Strategy> make) {}

  private static final Parameter SIZE = size("tiny");
  private static final Parameter OMEGA =
      parameter("omega", "1", "ω ≥ 0: weight of the history anchor");
  private static final Parameter WINDOW =
      parameter("window", "1", "batches the anchor reaches back, 1 .. 64");
  private static final Parameter SPREAD =
      parameter("spread", "sum", "sum of distances, or min: the least (no omega, no gain)");
  private static final Parameter GAIN =
      parameter("gain", "plain", "plain, or half: see Borodin, Lee and Ye");
  private static final Parameter GROUP =
      parameter("group", "8", "k ≥ 2: rollouts a prompt, for utility=mixed");
  private static final Parameter LATENT =
      parameter("latent", "auto", "dz ≥ 1: length of z; auto is 8, 16 for cpu, 128 for paper");
  private static final Parameter SAMPLES =
      parameter("samples", "10", "M ≥ 1: latent samples at prediction");
  private static final Parameter STEPS =
      parameter("steps", "auto", "gradient steps a batch, 1 .. 50; auto is 10, and 5 for tiny");
  private static final Parameter RATE =
      parameter("lr", "auto", "Adam's learning rate; auto is 1e-3, 3e-3 for tiny, 1e-4 for paper");
  private static final Parameter DRAWS =
      parameter("draws", "1", "latent samples a gradient step, ≥ 1");
  private static final Parameter DIVERGENCE = parameter("kl", "1", "β ≥ 0: weight of the KL term");
  private static final Parameter REPLAY =
      parameter("replay", "0", "older batch pairs learned again, ≥ 0");
  private static final Parameter LIKELIHOOD =
      parameter("likelihood", "binomial", "binomial, or squared: the ancestor's");

  private static final Parameter FILL =
      parameter(
          "fill",
          "1",
          "draws a step at most; from 2 on, groups that are not mixed are thrown away and replaced");

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  private Strategies() {}

  static {
    add(
        "uniform",
        "Shuffled epochs without replacement: the floor.",
        "common practice",
        common("1"),
        settings ->
            settings.strategy(
                new Predictor.None(),
                new Utility.Equal(),
                new Selector.First(),
                new Filling.Once()));
    add(
        "dynamic-sampling",
        "Rolls out uniform batches and keeps the mixed groups until a batch is full.",
        "DAPO, arXiv:2503.14476",
        with(common("1"), parameter("draws", "10", "batches rolled out a step at most, ≥ 2")),
        settings ->
            settings.strategy(
                new Predictor.None(),
                new Utility.Equal(),
                new Selector.First(),
                new Filling.Redraws(settings.atLeast("draws", 2))));
    add(
        "mopps",
        "A Beta posterior a prompt; draws from it and takes the draws nearest one half.",
        "MoPPS, arXiv:2507.04632",
        with(
            common("8"),
            parameter("decay", "0.5", "ρ in (0, 1]: what a visit leaves of the former counts"),
            parameter("prior", "1", "α₀ = β₀ > 0"),
            parameter("pick", "topk", "topk, or threshold: those in the band first"),
            parameter("low", "0.3", "the band's low end"),
            parameter("high", "0.7", "the band's high end"),
            parameter("thompson", "1", "0 .. 1: how far draws are followed, not means")),
        settings ->
            settings.strategy(
                new Predictor.Mopps(
                    settings.real("prior"), settings.real("prior"), settings.real("decay")),
                new Utility.Quadratic(0.5),
                settings.choice("pick", List.of("topk", "threshold")).equals("topk")
                    ? new Selector.Top()
                    : new Selector.Band(settings.real("low"), settings.real("high")),
                new Filling.Once()));
    addMovingAverages();
    addThreeStates();
    addBandit();
    add(
        "gps",
        "A generative model of difficulty shared by all prompts; intermediate difficulty with"
            + " history-anchored diversity. candidates=all is the paper's setting.",
        "GPS, arXiv:2602.01970",
        with(
            common("2"),
            SIZE,
            parameter("lambda", "0.05", "λ ≥ 0: weight of diversity"),
            OMEGA,
            WINDOW,
            SPREAD,
            GAIN,
            parameter("utility", "quadratic", "quadratic, mixed (group) or variance"),
            GROUP,
            LATENT,
            SAMPLES,
            STEPS,
            RATE,
            DRAWS,
            DIVERGENCE,
            FILL,
            REPLAY,
            LIKELIHOOD,
            parameter("context", "on", "off: without z, as pcl predicts")),
        settings ->
            settings.strategy(
                settings.flag("context")
                    ? new Predictor.Gps(
                        settings.modelSize(),
                        settings.modelTraining(),
                        settings.atLeast("samples", 1))
                    : new Predictor.Pcl(
                        settings.modelSize().withoutContext(), settings.modelTraining()),
                settings.utility(),
                settings.spread(),
                settings.filling()));
    add(
        "pcl",
        "A value regression from the embedding alone; the nearest to one half.",
        "PCL, as the GPS paper compares with it",
        with(common("4"), SIZE, STEPS, RATE, REPLAY, LIKELIHOOD),
        settings ->
            settings.strategy(
                new Predictor.Pcl(settings.modelSize().withoutContext(), settings.modelTraining()),
                new Utility.Quadratic(0.5),
                new Selector.Top(),
                new Filling.Once()));
    add(
        "hierarchical",
        "What all prompts say of each, joined with a memory of its own outcomes; the chance that a"
            + " group is mixed, with history-anchored diversity, a control arm and a guard.",
        "ours",
        with(
            common("2", "0.05", "on"),
            size("tiny"), // with memories of its own a larger one learns them twice
            parameter("utility", "mixed", "quadratic, mixed (group) or variance"),
            GROUP,
            parameter(
                "lambda", "auto", "λ ≥ 0: weight of diversity; auto is .2 for mixed, else .05"),
            OMEGA,
            WINDOW,
            SPREAD,
            GAIN,
            LATENT,
            SAMPLES,
            parameter(
                "memory", "auto", "δ in (0, 1]: what a step leaves of a prompt's counts, or auto"),
            parameter(
                "revisit",
                "auto",
                "ρ in (0, 1]: what a visit leaves of a prompt's counts, or auto"),
            parameter("drift", "on", "off: memories do not move with the policy"),
            parameter(
                "thompson",
                "auto",
                "0 .. 1: how far draws are followed, not means; auto is .85 with candidates=all, else"
                    + " 0"),
            parameter(
                "fresh", "auto", "on: prompts never visited first; auto is on with candidates=all"),
            STEPS,
            RATE,
            DRAWS,
            DIVERGENCE,
            FILL,
            REPLAY),
        settings ->
            settings.strategy(
                new Predictor.Hierarchical(
                    settings.modelSize(),
                    settings.modelTraining(Likelihood.BETA_BINOMIAL),
                    settings.atLeast("samples", 1),
                    settings.memory(),
                    settings.flag("drift")),
                settings.utility(),
                settings.spread(),
                settings.filling()));
    add(
        "oracle",
        "Asks the policy by extra rollouts and takes the nearest to one half: the ceiling.",
        "ours",
        with(common("4"), parameter("rollouts", "8", "probing rollouts a candidate, ≥ 1")),
        settings ->
            settings.strategy(
                new Predictor.Probing(settings.atLeast("rollouts", 1)),
                new Utility.Quadratic(0.5),
                new Selector.Top(),
                new Filling.Once()));
  }

  private static void addMovingAverages() {
    add(
        "last-seen",
        "The moving average of what was seen of a prompt; the nearest to one half.",
        "common practice",
        with(common("2"), averageDecay(), unseen()),
        settings -> settings.averages(new Utility.Quadratic(0.5)));
    add(
        "learnability",
        "The moving average γ̂ of what was seen of a prompt; the highest γ̂(1 − γ̂).",
        "sampling for learnability, arXiv:2408.15099; for language models (LILO), arXiv:2502.12272",
        with(common("4"), averageDecay(), unseen()),
        settings -> settings.averages(new Utility.Variance()));
  }

  private static Parameter averageDecay() {
    return parameter("decay", "0.9", "d in [0, 1): what a visit leaves of the average");
  }

  private static Parameter unseen() {
    return parameter("unseen", "0.5", "0 .. 1: γ̂ of a prompt not visited; 0.5 comes first");
  }

  private static void addThreeStates() {
    add(
        "greso",
        "Skips prompts by how often in a row they were all right or all wrong, then fills the batch"
            + " with mixed groups.",
        "GRESO, arXiv:2506.02177",
        with(
            kept(common("16")),
            parameter("easy", "0.5", "p_easy at first, .05 .. .95: an all-right group's factor"),
            parameter("hard", "0.5", "p_hard at first, .05 .. .95: an all-wrong group's factor"),
            parameter("target", "0.25", "0 .. 1: wanted share of groups that are not mixed"),
            parameter("draws", "10", "draws a step at most, ≥ 2")),
        settings ->
            settings.strategy(
                new Predictor.Greso(
                    settings.real("easy"), settings.real("hard"), settings.real("target")),
                new Utility.MixedGroup(2), // which is the probability of keeping, for any k
                new Selector.Sieve(),
                Filling.Adaptive.greso(settings.atLeast("draws", 2))));
    add(
        "dps",
        "A hidden Markov chain a prompt; the likeliest to have a mixed group next.",
        "dynamics-predictive sampling, arXiv:2603.10887",
        with(
            common("8"),
            parameter("prior", "1", "α₀ > 0: Dirichlet count of every transition"),
            parameter("decay", "0.5", "ρ in 0 .. 1: what a step leaves of the counts")),
        settings ->
            settings.strategy(
                new Predictor.Dps(settings.real("prior"), settings.real("decay")),
                new Utility.MixedGroup(2), // which is P(some), for any k
                new Selector.Top(),
                new Filling.Once()));
  }

  private static void addBandit() {
    add(
        "sec",
        "A bandit over topics, rewarded by the mean absolute advantage; prompts at random within.",
        "self-evolving curriculum, arXiv:2505.14970",
        with(
            common("all"),
            parameter("rate", "0.5", "α in (0, 1]: what a batch replaces of a topic's value"),
            parameter("temperature", "1", "τ > 0 of the softmax over topics")),
        settings ->
            settings.strategy(
                new Predictor.Sec(settings.real("rate")),
                new Utility.MixedGroup(2), // which is the topic's value
                new Selector.ByTopic(settings.real("temperature")),
                new Filling.Once()));
  }

  /// All strategies, in the order of the documentation.
  public static List<Named> all() {
    return ENTRIES.values().stream().map(Entry::named).toList();
  }

  /// The strategy that a text names.
  ///
  /// @throws IllegalArgumentException if the name or a key is unknown (the nearest known one is
  ///   named), or a value is out of its range
  public static Strategy parse(String text) {
    String[] parts = text.strip().split(":", -1);
    Entry entry = ENTRIES.get(parts[0]);
    if (entry == null) {
      throw new IllegalArgumentException(
          "The strategy \"%s\" is not known; there are %s.%s"
              .formatted(
                  parts[0],
                  String.join(", ", ENTRIES.keySet()),
                  Nearest.hint(parts[0], ENTRIES.keySet())));
    }
    Settings settings = new Settings(text.strip(), entry.named().parameters());
    for (String part : List.of(parts).subList(1, parts.length)) {
      settings.set(part);
    }
    return entry.make().apply(settings);
  }

  /// The strategies of a comma-separated list.
  ///
  /// @throws IllegalArgumentException as [#parse], or if one occurs twice
  public static List<Strategy> parseAll(String list) {
    List<Strategy> strategies = Stream.of(list.split(",", -1)).map(Strategies::parse).toList();
    List<String> names = strategies.stream().map(Strategy::name).toList();
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException("The strategy \"%s\" is named twice.".formatted(name));
      }
    }
    return strategies;
  }

  private static void add(
      String name,
      String summary,
      String source,
      List<Parameter> parameters,
      Function<Settings, Strategy> make) {
    ENTRIES.put(name, new Entry(new Named(name, summary, source, parameters), make));
  }

  /// The settings that strategies share, with their usual defaults; a strategy may list one with
  /// another default.
  public static List<Parameter> common() {
    return common("1");
  }

  /// As a baseline was published: without a control arm.
  private static List<Parameter> common(String candidates) {
    return common(candidates, "0", "off");
  }

  private static List<Parameter> common(String candidates, String control, String guard) {
    return List.of(
        parameter("candidates", candidates, "R ≥ 1: R·B prompts off shuffled epochs, or all"),
        parameter("noise", "0", "≥ 0: scale of the Gumbel noise on utilities"),
        parameter("cooldown", "0", "≥ 0: selects before a prompt may come again"),
        parameter("visits", "0", "c ≥ 0: v former visits take c·log(1 + v) of the utility"),
        parameter(
            "control", control, "0 .. <1: share of each batch drawn uniformly, to compare with"),
        parameter("guard", guard, "on: uniform while the control arm does better"),
        parameter("truncated", "off", "on: groups cut at the length limit are trials"),
        parameter("per-token", "off", "on: utility per predicted rollout token"));
  }

  /// Without what would change utilities that are read as probabilities.
  private static List<Parameter> kept(List<Parameter> common) {
    return common.stream()
        .filter(parameter -> !Settings.CHANGING_WORTH.contains(parameter.key()))
        .toList();
  }

  private static List<Parameter> with(List<Parameter> common, Parameter... own) {
    List<Parameter> all = new ArrayList<>(List.of(own));
    all.addAll(common);
    return List.copyOf(all);
  }

  private static Parameter size(String standard) {
    return parameter("size", standard, "tiny, cpu or paper: the model's size");
  }

  private static Parameter parameter(String key, String standard, String meaning) {
    return new Parameter(key, standard, meaning);
  }
}
