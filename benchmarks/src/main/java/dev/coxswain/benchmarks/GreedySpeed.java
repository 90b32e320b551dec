package dev.coxswain.benchmarks;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Latent;
import dev.coxswain.selection.Choice;
import dev.coxswain.selection.Judgement;
import dev.coxswain.selection.NaiveGreedy;
import dev.coxswain.selection.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The lazy greedy against the loop that evaluates every candidate at every pick, both with the
/// same Vector API distance.
final class GreedySpeed implements Benchmark {

  private static final RandomKey KEY = RandomKey.of(0, "greedy");

  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public String question() {
    return "Max-sum selection of 256, λ .05, ω 1, anchor of 256; success rates as predicted, or"
        + " normal around ½ with several sds (0: all utilities tied)";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    SimulatedWorld world = SimulatedWorld.of(PoolSpeed.PROMPTS);
    Steered steered = new Steered(world, "cpu");
    Latent belief = steered.learned();
    double[] predicted = belief.predict(world.embeddings, world.everyPrompt(), KEY).means();
    measure(steered, world.embeddings, predicted, "predicted by size cpu", 3, figures);
    spreads(steered, world.embeddings, 3, figures);
    spreads(steered, SimulatedWorld.of(200_000).embeddings, 1, figures);
  }

  private static void spreads(
      Steered steered, Embeddings pool, int repetitions, Consumer<Figure> figures) {
    for (double sd : new double[] {0.2, 0.05, 0.01, 0}) {
      double[] rates = SimulatedWorld.ratesAroundHalf(pool.count(), sd);
      measure(steered, pool, rates, "sd " + sd, repetitions, figures);
    }
  }

  private static void measure(
      Steered steered,
      Embeddings pool,
      double[] rates,
      String spread,
      int repetitions,
      Consumer<Figure> figures) {
    Selector.MaxSum selector = steered.selector;
    double[] utilities = Judgement.ofKnown(rates, steered.utility).utilities();
    Embeddings anchor = pool.subset(IntStream.range(0, Steered.BATCH).toArray());
    Choice choice = new Choice(rates, utilities, pool, anchor);
    int[][] picks = new int[2][];
    List<Laps> laps =
        Laps.inTurn(
            repetitions - 1, // the large pool, once each, comes last and needs no warm-up
            repetitions,
            List.of(
                () -> picks[0] = selector.select(choice, Steered.BATCH, KEY),
                () -> picks[1] = NaiveGreedy.select(selector, choice, Steered.BATCH)));
    requireSame(picks[0], picks[1]);
    Laps lazy = laps.get(0);
    Laps naive = laps.get(1);
    String what = "%,d prompts, rates %s".formatted(pool.count(), spread);
    figures.accept(new Figure("lazy, " + what + ", CPU", "s", lazy.cpu(), ""));
    figures.accept(
        new Figure("naive / lazy, " + what, "×", lazy.fasterThan(naive), "≥ 5, same picks"));
  }

  private static void requireSame(int[] lazy, int[] naive) {
    if (!Arrays.equals(lazy, naive)) {
      throw new IllegalStateException(
          "The picks of the lazy greedy must be those of the naive loop; they part at pick %d."
              .formatted(Arrays.mismatch(lazy, naive)));
    }
  }
}
