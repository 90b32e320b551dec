package dev.coxswain.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The topic of every prompt of a pool, by number. Topics are numbered in the order in which the
/// pool first names them; prompts without one share a topic of their own, [#NONE].
public final class Topics {

  /// The name of the topic of those without.
  public static final String NONE = "";

  private final List<String> names; // (C)
  private final int[] topics; // (N), each in 0 .. C − 1
  private final int[] sizes; // (C)

  private Topics(List<String> names, int[] topics) {
    this.names = names;
    this.topics = topics;
    sizes = new int[names.size()];
    for (int topic : topics) {
      sizes[topic]++;
    }
  }

  /// The topics that a pool's prompts name.
  public static Topics of(Pool pool) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] topics = new int[pool.size()];
    for (int i = 0; i < topics.length; i++) {
      String name = pool.get(i).topic().orElse(NONE);
      topics[i] = numbers.computeIfAbsent(name, absent -> numbers.size());
    }
    return new Topics(List.copyOf(numbers.keySet()), topics);
  }

  /// Topics as they were written down.
  ///
  /// @param names (C), distinct
  /// @param topics (N), each in 0 .. C − 1
  /// @throws IllegalArgumentException if a name occurs twice or a number has no name
  public static Topics of(List<String> names, int[] topics) {
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("The topics %s must be distinct.".formatted(names));
    }
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] < 0 || topics[i] >= names.size()) {
        throw new IllegalArgumentException(
            "The topic of prompt %d (%d) must lie in 0 .. %d."
                .formatted(i, topics[i], names.size() - 1));
      }
    }
    return new Topics(List.copyOf(names), topics.clone());
  }

  /// C, how many topics there are.
  public int count() {
    return names.size();
  }

  /// In the order of their numbers.
  public List<String> names() {
    return names;
  }

  /// The topic of one prompt, in 0 .. C − 1.
  public int of(int prompt) {
    return topics[prompt];
  }

  /// The topics of these prompts, in their order.
  public int[] of(int[] prompts) {
    return Arrays.stream(prompts).map(prompt -> topics[prompt]).toArray();
  }

  /// The same topics of a pool whose prompts stand elsewhere; new prompts have none.
  ///
  /// @param former (N') where prompt i of the new pool stood, −1 for one that was not there
  public Topics forPool(int[] former) {
    List<String> kept = new ArrayList<>(names);
    if (!kept.contains(NONE) && Arrays.stream(former).anyMatch(at -> at < 0)) {
      kept.add(NONE);
    }
    int none = kept.indexOf(NONE);
    return new Topics(
        List.copyOf(kept), Arrays.stream(former).map(at -> at < 0 ? none : topics[at]).toArray());
  }

  /// The name of a topic; empty for that of prompts without one.
  public Optional<String> name(int topic) {
    return Optional.of(names.get(topic)).filter(name -> !name.equals(NONE));
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
