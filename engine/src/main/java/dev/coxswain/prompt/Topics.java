package dev.coxswain.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The topics of a pool, numbered in the order of their first prompts. Prompts without one share a
/// topic without a name.
public final class Topics {

  private final List<Optional<String>> names;
  private final int[] topics; // (N)
  private final int[] sizes; // (topics)

  private Topics(List<Optional<String>> names, int[] topics, int[] sizes) {
    this.names = names;
    this.topics = topics;
    this.sizes = sizes;
  }

  public static Topics of(Pool pool) {
    Map<Optional<String>, Integer> numbers = new LinkedHashMap<>();
    int[] topics = new int[pool.size()];
    for (int i = 0; i < topics.length; i++) {
      Integer next = numbers.size();
      Integer known = numbers.putIfAbsent(pool.get(i).topic(), next);
      topics[i] = known == null ? next : known;
    }
    int[] sizes = new int[numbers.size()];
    for (int topic : topics) {
      sizes[topic]++;
    }
    return new Topics(new ArrayList<>(numbers.keySet()), topics, sizes);
  }

  public int count() {
    return sizes.length;
  }

  /// The name of a topic; empty for that of prompts without one.
  public Optional<String> name(int topic) {
    return names.get(topic);
  }

  /// The topic of a prompt.
  public int of(int prompt) {
    return topics[prompt];
  }

  /// How many prompts a topic has.
  public int size(int topic) {
    return sizes[topic];
  }

  /// N
  public int prompts() {
    return topics.length;
  }
}
