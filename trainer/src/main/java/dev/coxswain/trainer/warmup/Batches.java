package dev.coxswain.trainer.warmup;

import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.trainer.policy.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

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
      cut = draw(key.at(wanted));
      bucket = wanted;
    }
    List<Example> batch = cut.get(step % config.bucketBatches());
    return new Sequences(
        batch.stream().map(Example::prompt).toList(), batch.stream().map(Example::answer).toList());
  }

  private List<List<Example>> draw(RandomKey own) {
    Supplier<Example> stream = examples.under(own.forPurpose(own.purpose() + "/examples"));
    List<Example> drawn = new ArrayList<>();
    for (int i = 0; i < config.bucketBatches() * config.batch(); i++) {
      drawn.add(stream.get());
    }
    drawn.sort(Comparator.comparingInt(example -> example.answer().length));
    List<List<Example>> batches = new ArrayList<>();
    for (int from = 0; from < drawn.size(); from += config.batch()) {
      batches.add(drawn.subList(from, from + config.batch()));
    }
    return Arrays.stream(Permutation.of(batches.size(), own.generator()))
        .mapToObj(batches::get)
        .toList();
  }
}
