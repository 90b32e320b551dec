package dev.coxswain.prompts.encoder;

import dev.coxswain.selection.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The encodings by name, written like strategies: `name:key=value:key=value`, for instance
/// `hash:dim=256`. Every default stands here.
public final class Encoders {

  /// A whole number that can be set.
  ///
  /// @param usual what it is if it is not set
  private record Setting(long usual, long least, long most) {

    boolean allows(long value) {
      return value >= least && value <= most;
    }

    String range() {
      return least == Long.MIN_VALUE ? "" : " between %d and %d".formatted(least, most);
    }
  }

  /// An encoding that has a name.
  ///
  /// @param settings by key
  /// @param encoding made of a value for each of them
  private record Named(
      Map<String, Setting> settings, Function<Map<String, Long>, Encoding> encoding) {}

  private static final Map<String, Named> ALL = new LinkedHashMap<>();

  static {
    for (SentenceModel model : SentenceModel.values()) {
      ALL.put(
          model.kind(),
          new Named(
              Map.of(
                  "tokens",
                  new Setting(
                      SentenceEncoder.USUAL_TOKENS,
                      SentenceEncoder.MIN_TOKENS,
                      SentenceEncoder.MAX_TOKENS)),
              values -> new Encoding.Sentence(model.kind(), number(values, "tokens"))));
    }
    ALL.put(
        WordEncoder.KIND,
        new Named(
            Map.of(
                "dim",
                new Setting(WordEncoder.USUAL_WIDTH, WordEncoder.MIN_WIDTH, WordEncoder.MAX_WIDTH)),
            values -> new Encoding.Words(number(values, "dim"))));
    Map<String, Setting> hash = new LinkedHashMap<>();
    hash.put(
        "dim", new Setting(HashEncoder.USUAL_WIDTH, HashEncoder.MIN_WIDTH, HashEncoder.MAX_WIDTH));
    hash.put("seed", new Setting(0, Long.MIN_VALUE, Long.MAX_VALUE));
    ALL.put(
        HashEncoder.KIND,
        new Named(
            hash,
            values -> new Encoding.Hash(number(values, "dim"), values.getOrDefault("seed", 0L))));
    ALL.put(GivenVectors.KIND, new Named(Map.of(), values -> new Encoding.Given()));
  }

  private Encoders() {}

  /// What can be named, best known first.
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /// The encoding that a text names.
  ///
  /// @throws IllegalArgumentException if the name or a key is unknown (the nearest known one is
  ///   named), a key is given twice, or a value is out of its range
  public static Encoding parse(String text) {
    List<String> parts = List.of(text.strip().split(":", -1));
    Named named = ALL.get(parts.getFirst());
    if (named == null) {
      throw new IllegalArgumentException(
          "The encoder \"%s\" is not known; there are %s.%s"
              .formatted(
                  parts.getFirst(),
                  String.join(", ", ALL.keySet()),
                  Nearest.hint(parts.getFirst(), ALL.keySet())));
    }
    Map<String, Long> values = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      put(values, part, named.settings(), text.strip());
    }
    named.settings().forEach((key, setting) -> values.putIfAbsent(key, setting.usual()));
    return named.encoding().apply(values);
  }

  private static int number(Map<String, Long> values, String key) {
    return Math.toIntExact(values.getOrDefault(key, 0L));
  }

  private static void put(
      Map<String, Long> values, String part, Map<String, Setting> settings, String encoder) {
    int equals = part.indexOf('=');
    String key = equals < 0 ? part : part.substring(0, equals);
    Setting setting = settings.get(key);
    if (equals < 0 || setting == null) {
      throw new IllegalArgumentException(noSetting(part, key, settings, encoder));
    }
    if (values.put(key, whole(key, part.substring(equals + 1), setting, encoder)) != null) {
      throw new IllegalArgumentException(
          "The setting %s of the encoder \"%s\" is given twice.".formatted(key, encoder));
    }
  }

  private static String noSetting(
      String part, String key, Map<String, Setting> settings, String encoder) {
    return settings.isEmpty()
        ? "The encoder \"%s\" has no settings, but \"%s\" was given."
            .formatted(GivenVectors.KIND, part)
        : "The setting \"%s\" of the encoder \"%s\" must be key=value with one of the keys %s.%s"
            .formatted(
                part,
                encoder,
                String.join(", ", settings.keySet()),
                Nearest.hint(key, settings.keySet()));
  }

  private static long whole(String key, String value, Setting setting, String encoder) {
    try {
      long number = Long.parseLong(value);
      if (setting.allows(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number out of range
    }
    throw new IllegalArgumentException(
        "The setting %s (%s) of the encoder \"%s\" must be a whole number%s."
            .formatted(key, value, encoder, setting.range()));
  }
}
