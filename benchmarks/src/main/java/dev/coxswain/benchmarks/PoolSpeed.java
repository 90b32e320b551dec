package dev.coxswain.benchmarks;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.LabelledBatch;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.selection.Choice;
import dev.coxswain.selection.Judgement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Select and learn at the paper's scale: a pool of 40,315 prompts, batches of 256.
final class PoolSpeed implements Benchmark {

  static final int PROMPTS = 40_315; // DeepScaleR's
  private static final RandomKey KEY = RandomKey.of(0, "latent");

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public String question() {
    return "Whole pool of 40,315 × 384, M = 10, B = 256, k = 8, anchor of 256, 10 gradient steps;"
        + " the belief has learned 20 random batches of a world it can learn";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    SimulatedWorld world = SimulatedWorld.of(PROMPTS);
    measure(new Steered(world, "cpu"), "cpu", figures, "≤ 0.5 s");
    measure(new Steered(world, "tiny"), "tiny", figures, "");
    Steered paper = new Steered(world, "paper");
    Latent start = paper.start();
    LabelledBatch batch = paper.batch(1);
    Laps learning = Laps.of(0, 1, () -> paper.learn(start, batch, 1));
    figures.accept(new Figure("learn, size paper, first batch, CPU", "s", learning.cpu(), ""));
  }

  private static void measure(
      Steered steered, String size, Consumer<Figure> figures, String target) {
    Latent belief = steered.learned();
    int[] all = steered.world.everyPrompt();
    Embeddings anchor = steered.world.embeddings.subset(steered.world.draw(Steered.BATCH, 20));
    Predictions predictions = belief.predict(steered.world.embeddings, all, KEY);
    LabelledBatch batch = steered.batch(21);
    List<Laps> laps =
        Laps.inTurn(
            3,
            7,
            List.of(
                () -> belief.predict(steered.world.embeddings, all, KEY),
                () -> select(steered, predictions, anchor),
                () -> select(steered, belief.predict(steered.world.embeddings, all, KEY), anchor),
                () -> steered.learn(belief, batch, 21)));
    figures.accept(
        new Figure(
            "sd of the predicted rates, size " + size, "", Spread.of(sd(predictions.means())), ""));
    figures.accept(new Figure("predict, size " + size + ", CPU", "s", laps.get(0).cpu(), ""));
    figures.accept(new Figure("select, size " + size + ", CPU", "s", laps.get(1).cpu(), ""));
    figures.accept(
        new Figure("predict + select, size " + size + ", CPU", "s", laps.get(2).cpu(), target));
    figures.accept(
        new Figure("predict + select, size " + size + ", wall", "s", laps.get(2).wall(), target));
    figures.accept(new Figure("learn, size " + size + ", CPU", "s", laps.get(3).cpu(), target));
    figures.accept(new Figure("learn, size " + size + ", wall", "s", laps.get(3).wall(), target));
  }

  private static int[] select(Steered steered, Predictions predictions, Embeddings anchor) {
    double[] rates = predictions.means();
    double[] utilities = Judgement.ofKnown(rates, steered.utility).utilities();
    Choice choice = new Choice(rates, utilities, steered.world.embeddings, anchor);
    return steered.selector.select(choice, Steered.BATCH, KEY);
  }

  private static double sd(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }
}
