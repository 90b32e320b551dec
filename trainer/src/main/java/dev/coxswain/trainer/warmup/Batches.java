package dev.coxswain.trainer.warmup;

import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.policy.Sequences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// The batch of every step, known from the key and the step alone: a few batches' examples are
/// drawn together, sorted by length, cut, and handed out in random order.
final class Batches {

  private final WarmupConfig config;
  private final Examples examples;
  private final RandomKey key;
  private long bucket = -1;
  private List<List<Example>> cut = List.of();

  Batches(WarmupConfig config, Examples examples, RandomKey key) {
    this.config = config;
    this.examples = examples;
    this.key = key;
  }

  /// @param step from 0
  Sequences of(int step) {
    long wanted = step / config.bucketBatches();
    if (wanted != bucket) {
      cut = draw(key.at(wanted).generator());
      bucket = wanted;
    }
    List<Example> batch = cut.get(step % config.bucketBatches());
    return new Sequences(
        batch.stream().map(Example::prompt).toList(), batch.stream().map(Example::answer).toList());
  }

  private List<List<Example>> draw(RandomGenerator rng) {
    List<Example> drawn = new ArrayList<>();
    for (int i = 0; i < config.bucketBatches() * config.batch(); i++) {
      drawn.add(examples.draw(rng));
    }
    drawn.sort(Comparator.comparingInt(example -> example.answer().length));
    List<List<Example>> batches = new ArrayList<>();
    for (int from = 0; from < drawn.size(); from += config.batch()) {
      batches.add(drawn.subList(from, from + config.batch()));
    }
    for (int i = batches.size() - 1; i > 0; i--) {
      Collections.swap(batches, i, rng.nextInt(i + 1));
    }
    return batches;
  }
}
