import dev.coxswain.Steering;
import dev.coxswain.allocation.Allocation;
import dev.coxswain.allocation.Allocator;
import dev.coxswain.allocation.Budget;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The four verbs in a loop of one's own. The policy is simulated: it solves sums of small numbers,
/// and gets a little better with every group that has both passes and failures in it.
final class Loop {

  private static final int PROMPTS = 400;
  private static final int BATCH = 16;
  private static final int ROLLOUTS = 8;
  private static final int STEPS = 40;

  public static void main(String... strategies) {
    for (String strategy : strategies.length == 0 ? new String[] {"gps:size=tiny", "uniform"} : strategies) {
      train(strategy);
    }
  }

  private static void train(String strategy) {
    List<Prompt> prompts = new ArrayList<>();
    float[][] vectors = new float[PROMPTS][];
    for (int i = 0; i < PROMPTS; i++) {
      prompts.add(new Prompt("sum-" + i, "What is " + i + " + " + i * i + "?", Optional.empty()));
      float size = (float) i / PROMPTS;
      vectors[i] = new float[] {size, size * size, 1 - size, (float) Math.sin(6 * size)};
    }
    Steering steering =
        Steering.of(
            Pool.of(prompts),
            Embeddings.of(vectors),
            Strategies.parse(strategy),
            1,
            new PromptPredictiveModel(),
            (asked, rollouts, key) -> new int[asked.length]);

    SplittableRandom dice = new SplittableRandom(1);
    double skill = 0.1;
    int mixed = 0;
    for (int step = 1; step <= STEPS; step++) {
      Batch batch = steering.select(step, BATCH);
      List<Outcome> outcomes = new ArrayList<>();
      for (Pick pick : batch.picks()) {
        int successes = rollOut(pick.prompt(), skill, dice);
        outcomes.add(new Outcome(pick.ticket(), successes, ROLLOUTS));
        if (successes > 0 && successes < ROLLOUTS) {
          mixed++;
          skill += 0.0005;
        }
      }
      steering.observe(outcomes);
    }

    int[] exam = {10, 100, 200, 399};
    Predictions predictions = steering.predict(exam);
    Allocation samples = steering.allocate(exam, new Allocator.Greedy(), new Budget(4, 1, 16));
    System.out.printf(
        "%s: %d of %d groups taught something; easiest predicted %.2f, hardest %.2f; samples %s%n",
        strategy, mixed, STEPS * BATCH, predictions.mean(0), predictions.mean(3), samples.samples());
  }

  private static int rollOut(int prompt, double skill, SplittableRandom dice) {
    double passing = 1 / (1 + Math.exp(30 * ((double) prompt / PROMPTS - skill)));
    int successes = 0;
    for (int rollout = 0; rollout < ROLLOUTS; rollout++) {
      successes += dice.nextDouble() < passing ? 1 : 0;
    }
    return successes;
  }
}
