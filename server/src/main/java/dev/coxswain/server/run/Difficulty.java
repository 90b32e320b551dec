package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.Steering;
import dev.coxswain.math.RandomKey;
import dev.coxswain.server.json.Json;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// How hard a run's pool was believed to be, step by step: predictions of a fixed sample of it by
/// the beliefs that snapshots hold, and by the one of now; beside it, what was observed.
final class Difficulty {

  static final int BINS = 20;

  private static final int MOST_PROMPTS = 1000;
  private static final int MOST_STRETCHES = 100;

  private final Run run;
  private final RunPools pools;
  private final Run.Surroundings around;
  private final Map<Kept, Optional<Believed>> known = new ConcurrentHashMap<>();

  Difficulty(Run run, RunPools pools, Run.Surroundings around) {
    this.run = run;
    this.pools = pools;
    this.around = around;
  }

  /// A snapshot.
  private record Kept(String lineage, long ordinal) {}

  /// What was believed once.
  ///
  /// @param predicted how many of the sample's predictions fall into each bin of 0 .. 1
  /// @param unseen how many of the sample had never been selected
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Believed(long learnedTo, int[] predicted, int unseen, int prompts) {

    static Believed of(Steering steering, int[] sample) {
      int unseen = 0;
      for (int prompt : sample) {
        unseen += steering.history().visits(prompt) == 0 ? 1 : 0;
      }
      int[] counts = counts(steering.predict(sample).means());
      return new Believed(steering.learnedTo(), counts, unseen, sample.length);
    }

    ObjectNode json() {
      ObjectNode node = Json.object().put("learned_to", learnedTo);
      node.set("predicted", array(predicted));
      return node.put("unseen", unseen).put("prompts", prompts);
    }
  }

  /// How many values fall into each of [#BINS] equal parts of 0 .. 1; NaN into none.
  static int[] counts(double[] rates) {
    int[] counts = new int[BINS];
    for (double rate : rates) {
      if (!Double.isNaN(rate)) {
        counts[Math.clamp((int) (rate * BINS), 0, BINS - 1)]++;
      }
    }
    return counts;
  }

  private static ArrayNode array(int[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    Arrays.stream(values).forEach(array::add);
    return array;
  }

  ObjectNode json() {
    long revision = run.read((ledger, helm) -> helm.poolRevision());
    List<Believed> believed = new ArrayList<>();
    for (Kept kept : snapshots()) {
      known.computeIfAbsent(kept, it -> then(it, revision)).ifPresent(believed::add);
    }
    believed.add(
        run.read(
            (ledger, helm) -> Believed.of(helm.steering(), sample(helm.prepared().pool().size()))));
    believed.sort(Comparator.comparingLong(Believed::learnedTo));
    ObjectNode node = Json.object();
    ArrayNode steps = node.putArray("steps");
    believed.forEach(it -> steps.add(it.json()));
    node.set("observed", observed());
    return node;
  }

  /// Those of the current lineage and of what it shares with others.
  private List<Kept> snapshots() {
    return run.readLedger(ledger -> {
      List<Kept> kept = new ArrayList<>();
      long shared = ledger.current().batches().size();
      Optional<Ledger.Lineage> lineage = Optional.of(ledger.current());
      while (lineage.isPresent()) {
        String name = lineage.get().name();
        long most = shared;
        around.store().snapshots(run.name(), name).stream()
            .filter(ordinal -> ordinal <= most)
            .forEach(ordinal -> kept.add(new Kept(name, ordinal)));
        shared = Math.min(shared, lineage.get().kept());
        lineage = lineage.get().parent().flatMap(ledger::lineage);
      }
      return kept;
    });
  }

  /// A snapshot of another pool than the one of now is left out: its sample would be another.
  private Optional<Believed> then(Kept kept, long revision) {
    try {
      Optional<Snapshot> snapshot =
          around
              .store()
              .snapshot(run.name(), kept.lineage(), kept.ordinal())
              .map(SnapshotFormat::read)
              .filter(it -> Helm.poolRevision(it) == revision);
      if (snapshot.isEmpty()) {
        return Optional.empty();
      }
      Helm helm = Helm.restore(run.config(), around.learner(), pools::at, snapshot.get());
      int[] sample = sample(helm.prepared().pool().size());
      return Optional.of(Believed.of(helm.steering(), sample));
    } catch (SnapshotCorrupt | IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty(); // a snapshot is a cache
    }
  }

  private int[] sample(int size) {
    return size <= MOST_PROMPTS
        ? IntStream.range(0, size).toArray()
        : RandomKey.of(run.config().seed(), "difficulty")
            .generator()
            .ints(0, size)
            .distinct()
            .limit(MOST_PROMPTS)
            .sorted()
            .toArray();
  }

  /// Rates of the groups of stretches of batches.
  private ArrayNode observed() {
    List<Scores> batches =
        run.readLedger(ledger -> ledger.current().batches().stream().map(Handed::scores).toList());
    int length = Math.max(1, Math.ceilDiv(batches.size(), MOST_STRETCHES));
    ArrayNode stretches = JsonNodeFactory.instance.arrayNode();
    for (int from = 0; from < batches.size(); from += length) {
      int to = Math.min(from + length, batches.size());
      double[] rates =
          batches.subList(from, to).stream()
              .flatMapToDouble(it -> IntStream.range(0, it.size()).mapToDouble(it::rate))
              .toArray();
      ObjectNode stretch = stretches.addObject().put("from", from + 1).put("to", to);
      stretch.set("rates", array(counts(rates)));
    }
    return stretches;
  }
}
