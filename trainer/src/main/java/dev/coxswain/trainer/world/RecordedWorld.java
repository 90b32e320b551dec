package dev.coxswain.trainer.world;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a verifier said in a recorded run, taken for the truth over time.
///
/// The current row of a prompt at step t is its row with the nearest step (of two equally near the
/// earlier one; without steps its only row). Of a row with more trials than the group has rollouts,
/// a group is drawn without replacement, afresh at each visit. A row with as many trials is one
/// group: it is served as it stands, and at most once to each strategy, or a strategy would
/// memorise the row's noise and predict below the noise floor.
///
/// Training changes nothing here: the policy that was recorded learned from other batches.
public final class RecordedWorld implements World {

  private final Pool pool;
  private final Embeddings embeddings;
  private final int groupSize;
  private final List<Rows> rows;
  private final List<String> warnings;
  private final double support;

  private RecordedWorld(
      Pool pool,
      Embeddings embeddings,
      int groupSize,
      List<Rows> rows,
      List<String> warnings,
      double support) {
    this.pool = pool;
    this.embeddings = embeddings;
    this.groupSize = groupSize;
    this.rows = List.copyOf(rows);
    this.warnings = List.copyOf(warnings);
    this.support = support;
  }

  /// The world of these outcomes. Prompts without an outcome are dropped, outcomes of prompts that
  /// are not in the pool ignored; [#warnings] tells of both.
  ///
  /// @param embeddings (N, d), row i that of the pool's prompt i
  /// @param groupSize k ≥ 1
  /// @throws IllegalArgumentException if no prompt has an outcome, one of the pool's prompts has
  ///   two for one step or fewer trials than k; the message names the prompt
  public static RecordedWorld of(
      Pool pool, Embeddings embeddings, List<RecordedOutcome> outcomes, int groupSize) {
    if (groupSize < 1) {
      throw new IllegalArgumentException(
          "The group size (%d) must be at least 1.".formatted(groupSize));
    }
    Map<String, List<RecordedOutcome>> byPrompt = new HashMap<>();
    for (RecordedOutcome outcome : outcomes) {
      byPrompt.computeIfAbsent(outcome.promptId(), id -> new ArrayList<>()).add(outcome);
    }
    int[] kept =
        IntStream.range(0, pool.size())
            .filter(i -> byPrompt.containsKey(pool.get(i).id()))
            .toArray();
    if (kept.length == 0) {
      throw new IllegalArgumentException(
          """
          None of the %d prompts of the pool has an outcome among the %d recorded ones.
          Maybe the two files are of different runs.\
          """
              .formatted(pool.size(), outcomes.size()));
    }
    List<Prompt> prompts = IntStream.of(kept).mapToObj(pool::get).toList();
    return new RecordedWorld(
        Pool.of(prompts),
        embeddings.subset(kept),
        groupSize,
        prompts.stream()
            .map(p -> Rows.of(p.id(), byPrompt.getOrDefault(p.id(), List.of()), groupSize))
            .toList(),
        warnings(pool.size() - kept.length, byPrompt.size() - kept.length),
        (double) kept.length / pool.size());
  }

  private static List<String> warnings(int dropped, int unknown) {
    List<String> warnings = new ArrayList<>();
    if (dropped > 0) {
      warnings.add("%,d prompts of the pool have no outcome and are left out.".formatted(dropped));
    }
    if (unknown > 0) {
      warnings.add("%,d prompts with outcomes are not in the pool; ignored.".formatted(unknown));
    }
    return warnings;
  }

  /// What was left out, a sentence each; empty if nothing was.
  public List<String> warnings() {
    return warnings;
  }

  /// The share of the pool's prompts that have an outcome, in (0, 1]. Little of it says little of
  /// what a strategy would have done with the whole pool.
  public double support() {
    return support;
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public Embeddings embeddings() {
    return embeddings;
  }

  @Override
  public int groupSize() {
    return groupSize;
  }

  @Override
  public Course begin(long seed) {
    return new RecordedCourse(this, seed);
  }

  Rows rows(int prompt) {
    return rows.get(prompt);
  }
}
