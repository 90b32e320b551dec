package dev.coxswain.trainer.world;

import dev.coxswain.selection.Nearest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The values of one simulated world's settings while it is made.
final class Settings {

  private final String world;
  private final Map<String, Double> values;
  private final Set<String> given = new HashSet<>();

  /// @param world as it was written
  /// @param standard the defaults
  Settings(String world, Map<String, Double> standard) {
    this.world = world;
    values = new LinkedHashMap<>(standard);
  }

  void set(String part) {
    int equals = part.indexOf('=');
    String key = equals < 0 ? part : part.substring(0, equals);
    if (equals < 0 || !values.containsKey(key)) {
      throw new IllegalArgumentException(
          "The setting \"%s\" of the world \"%s\" must be key=value with one of the keys %s.%s"
              .formatted(
                  part,
                  world,
                  String.join(", ", values.keySet()),
                  Nearest.hint(key, values.keySet())));
    }
    if (!given.add(key)) {
      throw new IllegalArgumentException(
          "The setting %s of the world \"%s\" is given twice.".formatted(key, world));
    }
    values.put(key, number(key, part.substring(equals + 1)));
  }

  private double number(String key, String value) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for an infinite number
    }
    throw wrong(key, value, "be a finite number");
  }

  double real(String key) {
    Double value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("The world %s has no setting %s.".formatted(world, key));
    }
    return value;
  }

  int whole(String key) {
    double value = real(key);
    if (value != (int) value) {
      throw wrong(key, Double.toString(value), "be a whole number");
    }
    return (int) value;
  }

  private IllegalArgumentException wrong(String key, String value, String rule) {
    return new IllegalArgumentException(
        "The setting %s (%s) of the world \"%s\" must %s.".formatted(key, value, world, rule));
  }
}
