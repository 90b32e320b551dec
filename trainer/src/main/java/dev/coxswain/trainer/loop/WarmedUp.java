package dev.coxswain.trainer.loop;

import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.task.Demonstration;
import dev.coxswain.trainer.task.Demonstrations;
import dev.coxswain.trainer.task.ProblemSets;
import dev.coxswain.trainer.warmup.Example;
import dev.coxswain.trainer.warmup.Examples;
import dev.coxswain.trainer.warmup.Progress;
import dev.coxswain.trainer.warmup.Warmup;
import java.nio.file.Path;

/// The policy that trainings start from: supervised on the task's demonstrations, once for each
/// seed of the warm-up, kept on disk.
public final class WarmedUp {

  private WarmedUp() {}

  /// Its weights.
  ///
  /// @param seed of the warm-up, not of the training
  /// @param cache folder of finished warm-ups
  public static Snapshot policy(TrainingConfig config, long seed, Path cache, Progress progress) {
    // No demonstration is of the evaluation or validation set, and these are the same for every
    // seed.
    ProblemSets sets = config.task().problemSets(config.sets(), 0);
    Warmup warmup =
        new Warmup(
            config.policy(),
            config.warmup(),
            seed,
            config.task() + " without the reserved of " + config.sets(),
            cache);
    try (Policy policy = warmup.run(examples(config, sets), progress)) {
      return policy.snapshot();
    }
  }

  private static Examples examples(TrainingConfig config, ProblemSets sets) {
    return (RandomKey key) -> {
      Demonstrations stream = config.task().demonstrations(sets, key);
      return () -> {
        Demonstration next = stream.next();
        return new Example(next.problem().tokens(), next.answer());
      };
    };
  }
}
