package dev.coxswain.trainer.loop;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Pool;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.warmup.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A policy that practises what it is given and learns from it: the loop without its steering, for
/// batches that are chosen elsewhere. Mutable; one owner.
public final class Practice implements AutoCloseable {

  private final TrainingConfig config;
  private final long seed;
  private final List<Problem> problems;
  private final Student student;

  private Practice(TrainingConfig config, long seed, List<Problem> problems, Student student) {
    this.config = config;
    this.seed = seed;
    this.problems = problems;
    this.student = student;
  }

  /// What came of the groups of a step.
  ///
  /// @param successes (n), in 0 .. k
  /// @param tokens (n), generated
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Practised(int[] successes, long[] tokens) {}

  /// Begins from a warm-up.
  ///
  /// @param cache folder of finished warm-ups
  /// @param progress of the warm-up, if there has to be one
  public static Practice begin(TrainingConfig config, long seed, Path cache, Progress progress) {
    List<Problem> problems = config.task().problemSets(config.sets(), seed).pool();
    Student student =
        new Student(config, "", WarmedUp.policy(config, config.warmupSeed(seed), cache, progress));
    return new Practice(config, seed, problems, student);
  }

  /// What can be practised.
  public Pool pool() {
    return Pool.of(problems.stream().map(Problem::prompt).toList());
  }

  /// (N, d), as the task encodes them.
  public Embeddings embeddings() {
    return config.task().encoder().encode(problems.stream().map(Problem::prompt).toList());
  }

  /// Rolls out a group of each problem, has them verified, and updates the policy.
  ///
  /// @param step from 1
  /// @param prompts (n) indices in the pool
  public Practised practise(int step, int[] prompts) {
    List<Problem> chosen = Arrays.stream(prompts).mapToObj(problems::get).toList();
    Verified verified =
        student.rollOut(chosen, config.groupSize(), RandomKey.of(seed, "rollout").at(step));
    student.learn(verified, RandomKey.of(seed, "update").at(step));
    return new Practised(
        IntStream.range(0, prompts.length).map(verified::successes).toArray(),
        IntStream.range(0, prompts.length).mapToLong(verified::generatedTokens).toArray());
  }

  @Override
  public void close() {
    student.close();
  }
}
