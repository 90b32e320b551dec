package dev.coxswain.benchmarks;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Counts;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictor;
import dev.coxswain.selection.Choice;
import dev.coxswain.selection.Judgement;
import dev.coxswain.selection.NaiveGreedy;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Strategy;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What one step over a whole pool costs: the parts of a step as JMH runs them, each in a process
/// of its own. One invocation is one step: too long for more.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PoolStep {

  private static final RandomKey KEY = RandomKey.of(0, "latent");
  private static final int TORCH_CHUNK = 64; // its best of four, see the scorer's benchmark
  private static final int STEP = 21; // the step that is measured, after twenty learned ones

  /// N: DeepScaleR's number of prompts, and more.
  @Param({"40315", "200000", "1000000"})
  public int prompts;

  private @Nullable Practised practised;
  private @Nullable TorchDecoder torch;
  private @Nullable TorchGreedy torchGreedy;

  /// The most memory that the process ever held, in MiB; JMH adds it up over the iterations.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Peak {

    public double peak;
  }

  /// A world, and a belief that has learned something of it.
  @SuppressWarnings("ArrayRecordComponent") // made once, read only
  private record Practised(Steered steered, Latent belief, int[] all, Embeddings anchor) {

    static Practised in(SimulatedWorld world) {
      Steered steered = new Steered(world, "cpu");
      Embeddings anchor = world.embeddings.subset(world.draw(Steered.BATCH, STEP - 1));
      return new Practised(steered, steered.learned(), world.everyPrompt(), anchor);
    }

    Choice choice(Judgement judgement) {
      return new Choice(
          judgement.predictions().means(), judgement.utilities(), steered.world.embeddings, anchor);
    }

    Judgement judged() {
      return Judgement.of(belief, steered.utility, steered.world.embeddings, all, KEY);
    }
  }

  @Setup
  public void practise() {
    practised = Practised.in(SimulatedWorld.of(prompts));
  }

  private Practised practised() {
    return Objects.requireNonNull(practised);
  }

  /// The engine: fused scorer, lazy greedy.
  @Benchmark
  public int[] select(Peak memory) {
    Practised now = practised();
    int[] rows = now.steered.selector.select(now.choice(now.judged()), Steered.BATCH, KEY);
    memory.peak = Resident.peak();
    return rows;
  }

  /// The engine's predictions, and every gain evaluated at every pick.
  @Benchmark
  public int[] selectNaively() {
    Practised now = practised();
    return NaiveGreedy.select(now.steered.selector, now.choice(now.judged()), Steered.BATCH);
  }

  /// Predictions and greedy in torch, the pool in its memory beforehand.
  @Benchmark
  public long[] selectByTorch() {
    Practised now = practised();
    Embeddings pool = now.steered.world.embeddings;
    if (torch == null || torchGreedy == null) { // in the warm-up
      torch = new TorchDecoder(now.belief, now.steered.settings.samples(), KEY, pool, TORCH_CHUNK);
      torchGreedy = new TorchGreedy(now.steered.selector, pool);
    }
    return torchGreedy.select(torch.predict(), now.anchor, Steered.BATCH);
  }

  /// One batch learned; independent of N.
  @Benchmark
  public Latent learn() {
    Practised now = practised();
    return now.steered.learn(now.belief, now.steered.batch(STEP), STEP);
  }

  /// MoPPS over the whole pool: a Beta draw a prompt, the best by utility.
  @Benchmark
  public int[] selectByMopps() {
    Practised now = practised();
    Strategy mopps = Strategies.parse("mopps:candidates=all");
    Counts counts = Counts.prior((Predictor.Mopps) mopps.predictor(), prompts);
    double[] rates = counts.draw(now.steered.world.embeddings, now.all, KEY);
    Judgement judgement = Judgement.ofKnown(rates, mopps.utility());
    return mopps.selector().select(now.choice(judgement), Steered.BATCH, KEY);
  }
}
