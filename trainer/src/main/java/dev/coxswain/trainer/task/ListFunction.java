package dev.coxswain.trainer.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What can be done to a list of numbers in 0 .. 19.
enum ListFunction {
  REVERSE,
  SORT,
  ROTATE,
  SWAP,
  DROP,
  NEXT;

  /// One more than the largest number.
  static final int NUMBERS = 20;

  /// Back to front; ascending; the first to the end; first and last exchanged; without the first;
  /// each number's successor, 0 after 19.
  ///
  /// @param list of at least one number
  List<Integer> apply(List<Integer> list) {
    List<Integer> changed = new ArrayList<>(list);
    switch (this) {
      case REVERSE -> Collections.reverse(changed);
      case SORT -> Collections.sort(changed);
      case ROTATE -> Collections.rotate(changed, -1);
      case SWAP -> Collections.swap(changed, 0, changed.size() - 1);
      case DROP -> changed.removeFirst();
      case NEXT -> changed.replaceAll(number -> (number + 1) % NUMBERS);
    }
    return changed;
  }

  /// As it is written.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
