package dev.coxswain.prompts.encoder;

import dev.coxswain.selection.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The encodings by name, written like strategies: `name:key=value:key=value`, for instance
/// `hash:dim=256`. Every default stands here.
public final class Encoders {

  private static final Map<String, Map<String, Long>> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put(HashEncoder.KIND, new LinkedHashMap<>());
    SETTINGS.get(HashEncoder.KIND).put("dim", (long) HashEncoder.USUAL_WIDTH);
    SETTINGS.get(HashEncoder.KIND).put("seed", 0L);
    SETTINGS.put(GivenVectors.KIND, Map.of());
  }

  private Encoders() {}

  /// The encoding that a text names.
  ///
  /// @throws IllegalArgumentException if the name or a key is unknown (the nearest known one is
  ///   named), a key is given twice, or a value is out of its range
  public static Encoding parse(String text) {
    String[] parts = text.strip().split(":", -1);
    Map<String, Long> usual = SETTINGS.get(parts[0]);
    if (usual == null) {
      throw new IllegalArgumentException(
          "The encoder \"%s\" is not known; there are %s.%s"
              .formatted(
                  parts[0],
                  String.join(", ", SETTINGS.keySet()),
                  Nearest.hint(parts[0], SETTINGS.keySet())));
    }
    Map<String, Long> given = new LinkedHashMap<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      put(given, part, usual, text.strip());
    }
    return parts[0].equals(GivenVectors.KIND) ? new Encoding.Given() : hash(usual, given);
  }

  private static Encoding hash(Map<String, Long> usual, Map<String, Long> given) {
    Map<String, Long> settings = new LinkedHashMap<>(usual);
    settings.putAll(given);
    return new Encoding.Hash(
        Math.toIntExact(settings.getOrDefault("dim", 0L)), settings.getOrDefault("seed", 0L));
  }

  private static void put(
      Map<String, Long> given, String part, Map<String, Long> usual, String encoder) {
    int equals = part.indexOf('=');
    String key = equals < 0 ? part : part.substring(0, equals);
    if (equals < 0 || !usual.containsKey(key)) {
      throw new IllegalArgumentException(
          usual.isEmpty()
              ? "The encoder \"%s\" has no settings, but \"%s\" was given."
                  .formatted(GivenVectors.KIND, part)
              : "The setting \"%s\" of the encoder \"%s\" must be key=value with one of the keys %s.%s"
                  .formatted(
                      part,
                      encoder,
                      String.join(", ", usual.keySet()),
                      Nearest.hint(key, usual.keySet())));
    }
    if (given.put(key, whole(key, part.substring(equals + 1), encoder)) != null) {
      throw new IllegalArgumentException(
          "The setting %s of the encoder \"%s\" is given twice.".formatted(key, encoder));
    }
  }

  private static long whole(String key, String value, String encoder) {
    boolean isWidth = key.equals("dim");
    try {
      long number = Long.parseLong(value);
      if (!isWidth || (number >= HashEncoder.MIN_WIDTH && number <= HashEncoder.MAX_WIDTH)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number out of range
    }
    throw new IllegalArgumentException(
        "The setting %s (%s) of the encoder \"%s\" must be a whole number%s."
            .formatted(
                key,
                value,
                encoder,
                isWidth
                    ? " between %d and %d".formatted(HashEncoder.MIN_WIDTH, HashEncoder.MAX_WIDTH)
                    : ""));
  }
}
