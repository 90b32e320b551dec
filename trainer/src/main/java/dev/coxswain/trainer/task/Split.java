package dev.coxswain.trainer.task;

import dev.coxswain.math.Philox;
import dev.coxswain.math.RandomKey;

/// The set that a problem may belong to, decided by its canonical key alone. So no problem is in
/// two sets, whatever their sizes, and a set does not depend on the sizes of the others.
///
/// In sevenths, as the default sizes 2,048, 1,024 and 4,096 are: where a family is too small for
/// its quotas, all sets run short of it alike and their mixes stay nearly equal. About four
/// sevenths of every family are left to training.
enum Split {
  EVALUATION,
  VALIDATION,
  POOL;

  private static final long KEY = 0x636f756e74646f77L; // "countdow" in ASCII; any constant would do

  static Split of(Question question) {
    return of(new Philox(KEY, question.packedKey()).nextLong());
  }

  /// By the problem's id, whatever its task.
  static Split of(Problem problem) {
    return of(RandomKey.of(KEY, problem.id()).generator().nextLong());
  }

  private static Split of(long bits) {
    return switch ((int) Long.remainderUnsigned(bits, 7)) {
      case 0, 1 -> EVALUATION;
      case 2 -> VALIDATION;
      default -> POOL;
    };
  }
}
