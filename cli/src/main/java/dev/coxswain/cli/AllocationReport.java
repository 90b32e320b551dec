package dev.coxswain.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.allocation.Allocation;
import dev.coxswain.prediction.SuccessRates;
import dev.coxswain.prompt.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// An allocation as a person and as a program reads it.
///
/// @param pool the prompts (n)
/// @param beliefs (n) of the run, before any calibration
/// @param allocation what each gets
record AllocationReport(Pool pool, List<SuccessRates> beliefs, Allocation allocation) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SINGLE = 4; // up to here every number of samples has its own row
  private static final int WIDEST_BAR = 40;

  AllocationReport {
    beliefs = List.copyOf(beliefs);
  }

  /// What it comes to, and how many prompts get how many samples.
  List<String> lines() {
    int n = pool.size();
    long total = allocation.samples().stream().mapToLong(samples -> samples).sum();
    double solved = allocation.expectedSolved();
    double uniform = allocation.expectedSolvedUniform();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d samples for %,d prompts, %.2f each on average.",
            total,
            n,
            (double) total / n));
    lines.add(
        String.format(
            Locale.ROOT,
            "Expected to solve %,.1f of them (%.1f %%); spread evenly, %,.1f (%.1f %%).",
            solved,
            100 * solved / n,
            uniform,
            100 * uniform / n));
    lines.add(
        String.format(
            Locale.ROOT,
            "An even spread would need %.2f samples a prompt for as many.",
            allocation.uniformBudget()));
    lines.add("");
    lines.addAll(histogram());
    return lines;
  }

  private List<String> histogram() {
    SortedMap<Integer, Integer> counts = new TreeMap<>(); // by the most samples of the row
    allocation.samples().forEach(samples -> counts.merge(row(samples), 1, Integer::sum));
    int most = counts.values().stream().mapToInt(count -> count).max().orElse(1);
    List<String> lines = new ArrayList<>();
    lines.add("  samples   prompts");
    counts.forEach((last, count) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%9s %,9d  %s",
                label(last),
                count,
                "#".repeat((int) Math.ceil((double) WIDEST_BAR * count / most)))));
    return lines;
  }

  /// 0, 1, 2, 3, 4, 8, 16, 32, …
  private static int row(int samples) {
    return samples <= SINGLE ? samples : Integer.highestOneBit(samples - 1) * 2;
  }

  private static String label(int last) {
    return last <= SINGLE ? Integer.toString(last) : (last / 2 + 1) + "-" + last;
  }

  /// One object: `allocations`, `expected_solved`, `expected_solved_uniform`.
  String json() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode allocations = root.putArray("allocations");
    for (int i = 0; i < pool.size(); i++) {
      allocations
          .addObject()
          .put("prompt_id", pool.get(i).id())
          .put("samples", allocation.samples().get(i))
          .put("predicted", beliefs.get(i).mean())
          .put("sd", beliefs.get(i).sd());
    }
    root.put("expected_solved", allocation.expectedSolved());
    root.put("expected_solved_uniform", allocation.expectedSolvedUniform());
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Ids and numbers are JSON.", e);
    }
  }
}
