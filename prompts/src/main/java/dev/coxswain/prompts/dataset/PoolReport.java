package dev.coxswain.prompts.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a pool file holds.
///
/// @param rows that were looked at
/// @param prompts that were taken
/// @param skipped how many were not
/// @param reasons the first of those, at most [#MOST_REASONS]
/// @param duplicates how many of the prompts taken have the text of an earlier one
/// @param duplicateExamples the first of those, at most [#MOST_REASONS]
/// @param lengths of the texts taken
/// @param topics prompts a topic, most first; prompts without one are in none
/// @param embedding the vectors' width, null if the file has none
public record PoolReport(
    long rows,
    long prompts,
    long skipped,
    List<Reason> reasons,
    long duplicates,
    List<Twin> duplicateExamples,
    Lengths lengths,
    Map<String, Long> topics,
    @Nullable Integer embedding) {

  static final int MOST_REASONS = 20;

  /// Why a row was skipped.
  ///
  /// @param where "line 3", or "row 3" of a table without lines
  public record Reason(String where, String problem) {}

  /// A row whose text stands earlier in the file.
  ///
  /// @param where "line 3", or "row 3" of a table without lines
  /// @param earlier the place of the first with that text
  public record Twin(String where, String earlier) {}

  /// How long texts are, in characters (UTF-16 units): quantiles of nearest rank.
  public record Lengths(int least, int median, int ninety, int ninetyNine, int most) {

    /// @param lengths at least one; is sorted
    static Lengths of(int[] lengths) {
      Arrays.sort(lengths);
      return new Lengths(
          lengths[0],
          quantile(lengths, 50),
          quantile(lengths, 90),
          quantile(lengths, 99),
          lengths[lengths.length - 1]);
    }

    private static int quantile(int[] sorted, int percent) {
      return sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100) - 1];
    }
  }

  public PoolReport {
    reasons = List.copyOf(reasons);
    duplicateExamples = List.copyOf(duplicateExamples);
  }
}
