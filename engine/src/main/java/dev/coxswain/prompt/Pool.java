package dev.coxswain.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The N prompts that can be selected. A prompt's index is its place in the pool and never changes.
public final class Pool {

  private final List<Prompt> prompts;
  private final Map<String, Integer> indexOf;

  private Pool(List<Prompt> prompts, Map<String, Integer> indexOf) {
    this.prompts = prompts;
    this.indexOf = indexOf;
  }

  /// A pool of these prompts in this order.
  ///
  /// @throws IllegalArgumentException if it is empty or an id occurs twice
  public static Pool of(List<Prompt> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("The pool must hold at least one prompt.");
    }
    Map<String, Integer> indexOf = HashMap.newHashMap(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      Integer earlier = indexOf.putIfAbsent(prompts.get(i).id(), i);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "The prompt id \"%s\" occurs twice in the pool: prompts %d and %d."
                .formatted(prompts.get(i).id(), earlier, i));
      }
    }
    return new Pool(List.copyOf(prompts), indexOf);
  }

  public int size() {
    return prompts.size();
  }

  public Prompt get(int index) {
    return prompts.get(index);
  }

  public List<Prompt> prompts() {
    return prompts;
  }

  /// The index of the prompt with that id.
  ///
  /// @throws IllegalArgumentException if the pool has none
  public int indexOf(String id) {
    Integer index = indexOf.get(id);
    if (index == null) {
      throw new IllegalArgumentException(
          "The prompt \"%s\" is not in the pool of %d prompts.".formatted(id, size()));
    }
    return index;
  }

  /// Where each of this pool's prompts stands in another pool, by id; −1 where it does not.
  ///
  /// @return (N)
  public int[] indicesIn(Pool other) {
    return prompts.stream()
        .mapToInt(prompt -> other.indexOf.getOrDefault(prompt.id(), -1))
        .toArray();
  }
}
