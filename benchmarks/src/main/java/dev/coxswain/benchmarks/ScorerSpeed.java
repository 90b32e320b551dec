package dev.coxswain.benchmarks;

import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Latent;
import dev.coxswain.prediction.Predictions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The engine's fused scorer against the same decoder in torch, one thread each.
///
/// The scalar oracle is left out: it is the engine's own, and its tests hold the two equal bit for
/// bit.
final class ScorerSpeed implements Benchmark {

  private static final RandomKey KEY = RandomKey.of(0, "latent");
  private static final int[] CHUNKS = {64, 256, 1024, 4096};

  @Override
  public String name() {
    return "scorer";
  }

  @Override
  public String question() {
    return "Predicting 40,315 × 384 with M = 10 by the fused scorer and by torch (its best chunk of"
        + " 64, 256, 1,024 and 4,096 prompts; pool and weights in its memory beforehand)";
  }

  @Override
  public void measure(Consumer<Figure> figures) {
    SimulatedWorld world = SimulatedWorld.of(PoolSpeed.PROMPTS);
    for (String size : List.of("tiny", "cpu")) {
      measure(new Steered(world, size), size, figures);
    }
  }

  private static void measure(Steered steered, String size, Consumer<Figure> figures) {
    Latent belief = steered.learned();
    int[] all = steered.world.everyPrompt();
    List<TorchDecoder> torch =
        IntStream.of(CHUNKS)
            .mapToObj(chunk ->
                new TorchDecoder(
                    belief, steered.settings.samples(), KEY, steered.world.embeddings, chunk))
            .toList();
    Predictions ours = belief.predict(steered.world.embeddings, all, KEY);
    figures.accept(
        new Figure(
            "largest difference of a rate, size " + size,
            "",
            Spread.of(difference(ours, torch.getLast().predict())),
            ""));
    Stream<Supplier<?>> works =
        Stream.concat(
            Stream.of(() -> belief.predict(steered.world.embeddings, all, KEY)),
            torch.stream().map(decoder -> decoder::predict));
    List<Laps> laps = Laps.inTurn(3, 7, works.toList());
    torch.forEach(TorchDecoder::close);
    Laps fused = laps.getFirst();
    int best = best(laps.subList(1, laps.size()));
    Laps torchs = laps.get(1 + best);
    figures.accept(new Figure("fused, size " + size + ", CPU", "s", fused.cpu(), ""));
    figures.accept(
        new Figure(
            "torch in chunks of %,d, size %s, CPU".formatted(CHUNKS[best], size),
            "s",
            torchs.cpu(),
            ""));
    figures.accept(new Figure("torch / fused, size " + size, "×", fused.fasterThan(torchs), "≥ 1"));
  }

  private static int best(List<Laps> laps) {
    int best = 0;
    for (int i = 1; i < laps.size(); i++) {
      if (laps.get(i).cpu().median() < laps.get(best).cpu().median()) {
        best = i;
      }
    }
    return best;
  }

  private static double difference(Predictions ours, List<float[]> theirs) {
    double largest = 0;
    int i = 0;
    for (float[] chunk : theirs) {
      for (float rate : chunk) {
        largest = Math.max(largest, Math.abs(ours.mean(i++) - rate));
      }
    }
    return largest;
  }
}
