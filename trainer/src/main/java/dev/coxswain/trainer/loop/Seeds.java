package dev.coxswain.trainer.loop;

import java.util.List;
import java.util.stream.LongStream;

/// The seeds of paired trainings: `first`, `first` + 1, …
///
/// @param first at least 0
/// @param count S ≥ 1
public record Seeds(long first, int count) {

  public Seeds {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException(
          "The first seed (%d) must be at least 0 and the seeds (%d) at least 1."
              .formatted(first, count));
    }
  }

  /// 0 .. S − 1.
  public static Seeds upTo(int count) {
    return new Seeds(0, count);
  }

  List<Long> list() {
    return LongStream.range(first, first + count).boxed().toList();
  }
}
