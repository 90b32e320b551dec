package dev.coxswain.trainer.world;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.outcome.RecordedOutcome;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Small recorded worlds.
public final class Recorded {

  private Recorded() {}

  /// The prompts p0, p1, ….
  public static Pool pool(int prompts) {
    return Pool.of(
        IntStream.range(0, prompts)
            .mapToObj(i -> new Prompt("p" + i, "text " + i, Optional.empty()))
            .toList());
  }

  /// Points on a circle.
  public static Embeddings embeddings(int prompts) {
    float[][] rows = new float[prompts][];
    for (int i = 0; i < prompts; i++) {
      double angle = 2 * Math.PI * i / prompts;
      rows[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    return Embeddings.of(rows);
  }

  public static RecordedOutcome row(String prompt, double step, int successes, int trials) {
    return new RecordedOutcome(prompt, OptionalDouble.of(step), successes, trials);
  }

  public static RecordedOutcome row(String prompt, int successes, int trials) {
    return new RecordedOutcome(prompt, OptionalDouble.empty(), successes, trials);
  }

  public static RecordedWorld world(int prompts, int groupSize, List<RecordedOutcome> outcomes) {
    return RecordedWorld.of(pool(prompts), embeddings(prompts), outcomes, groupSize);
  }
}
