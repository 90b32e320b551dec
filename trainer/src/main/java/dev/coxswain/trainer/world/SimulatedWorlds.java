package dev.coxswain.trainer.world;

import dev.coxswain.selection.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The simulated worlds by name, written `name:key=value:key=value` like strategies; every default
/// stands here and nowhere else.
public final class SimulatedWorlds {

  /// A world's name and what happens in it.
  ///
  /// @param name how it is called
  /// @param summary one sentence
  /// @param settings what can be set, with its default
  public record Named(String name, String summary, Map<String, Double> settings) {}

  private record Entry(Named named, Function<Settings, Change> change) {}

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  private SimulatedWorlds() {}

  static {
    add(
        "drift",
        "The policy gets better and worse again.",
        set -> new Change.Drift(set.real("amplitude"), set.real("period")),
        Map.entry("amplitude", 1.0),
        Map.entry("period", 100.0));
    add(
        "topics",
        "As drift, but each topic in its own phase.",
        set -> new Change.Topics(set.real("amplitude"), set.real("period")),
        Map.entry("amplitude", 1.5),
        Map.entry("period", 100.0));
    add(
        "wrong-keys",
        "A share of the prompts can never be passed.",
        set -> new Change.WrongKeys(set.real("share")),
        Map.entry("share", 0.2));
    add(
        "improving",
        "The policy improves by the mixed groups it is trained on, at similar prompts.",
        set -> new Change.Improving(set.real("gain")),
        Map.entry("gain", 0.01));
    add(
        "broken-format",
        "From some step on, all answers to one topic fail.",
        set -> new Change.BrokenFormat(set.whole("from")),
        Map.entry("from", 50.0));
  }

  @SafeVarargs
  private static void add(
      String name,
      String summary,
      Function<Settings, Change> change,
      Map.Entry<String, Double>... own) {
    Map<String, Double> settings = new LinkedHashMap<>();
    for (Map.Entry<String, Double> setting : own) {
      settings.put(setting.getKey(), setting.getValue());
    }
    settings.put("prompts", 1000.0);
    settings.put("dim", 16.0);
    settings.put("topics", 8.0);
    settings.put("slope", 2.0);
    settings.put("noise", 0.7);
    settings.put("seed", 0.0);
    ENTRIES.put(name, new Entry(new Named(name, summary, settings), change));
  }

  /// All of them, in the order of the documentation.
  public static List<Named> all() {
    return ENTRIES.values().stream().map(Entry::named).toList();
  }

  /// The world that a text names.
  ///
  /// @param groupSize k ≥ 1
  /// @throws IllegalArgumentException if the name or a key is unknown (the nearest known one is
  ///   named), or a value is out of its range
  public static SimulatedWorld parse(String text, int groupSize) {
    String[] parts = text.strip().split(":", -1);
    Entry entry = ENTRIES.get(parts[0]);
    if (entry == null) {
      throw new IllegalArgumentException(
          "The world \"%s\" is not known; there are %s.%s"
              .formatted(
                  parts[0],
                  String.join(", ", ENTRIES.keySet()),
                  Nearest.hint(parts[0], ENTRIES.keySet())));
    }
    Settings settings = new Settings(text.strip(), entry.named().settings());
    List.of(parts).subList(1, parts.length).forEach(settings::set);
    return new SimulatedWorld(shape(settings), entry.change().apply(settings), groupSize);
  }

  private static SimulatedWorld.Shape shape(Settings settings) {
    return new SimulatedWorld.Shape(
        settings.whole("prompts"),
        settings.whole("dim"),
        settings.whole("topics"),
        settings.real("slope"),
        settings.real("noise"),
        settings.whole("seed"));
  }
}
