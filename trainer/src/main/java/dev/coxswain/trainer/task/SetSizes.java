package dev.coxswain.trainer.task;

/// How many problems each set holds.
///
/// @param evaluation problems that judge a run, at least 1
/// @param validation problems that choose learning rates and settings, at least 1
/// @param pool problems that can be selected for training, at least 1
public record SetSizes(int evaluation, int validation, int pool) {

  public SetSizes {
    check("evaluation", evaluation);
    check("validation", validation);
    check("pool", pool);
  }

  /// 2,048 to evaluate on (one sampled answer each: a standard error of at most .011), 1,024 to
  /// validate on, 4,096 to train on.
  public static SetSizes defaults() {
    return new SetSizes(2048, 1024, 4096);
  }

  private static void check(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "The %s size (%d) must be at least 1.".formatted(name, size));
    }
  }
}
