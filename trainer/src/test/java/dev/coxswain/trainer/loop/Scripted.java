package dev.coxswain.trainer.loop;

import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.task.Demonstrations;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.ProblemSets;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Vocabulary;

/// [Echo] with a verifier that may have made up its mind beforehand.
enum Scripted implements Task {
  AS_IT_IS,
  NEVER,
  ALWAYS;

  private static final Echo ECHO = new Echo();

  @Override
  public boolean solves(Problem problem, int[] answer) {
    return switch (this) {
      case AS_IT_IS -> ECHO.solves(problem, answer);
      case NEVER -> false;
      case ALWAYS -> true;
    };
  }

  @Override
  public Vocabulary vocabulary() {
    return ECHO.vocabulary();
  }

  @Override
  public int promptLength() {
    return ECHO.promptLength();
  }

  @Override
  public int maxAnswerLength() {
    return ECHO.maxAnswerLength();
  }

  @Override
  public ProblemSets problemSets(SetSizes sizes, long seed) {
    return ECHO.problemSets(sizes, seed);
  }

  @Override
  public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    return ECHO.demonstrations(sets, key);
  }

  @Override
  public Encoder encoder() {
    return ECHO.encoder();
  }
}
