package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.prediction.Predictions;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A run's pool as a map: where each prompt lies, what is believed of it, how often it was
/// selected. The axes are those of the pool that the run began with, so a prompt stays where it is.
final class PoolMap {

  static final int MOST_PROMPTS = 100_000;

  private final Run run;
  private final RunPools pools;
  private Optional<Places> known = Optional.empty();

  PoolMap(Run run, RunPools pools) {
    this.run = run;
    this.pools = pools;
  }

  /// Where the prompts of a revision lie.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Places(long revision, int[] prompts, double[][] at) {}

  /// What holds now, taken out of the run so that it may go on meanwhile.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Moment(Belief belief, Prepared prepared, int[] visits, long learnedTo) {}

  private Moment now() {
    return run.read((ledger, helm) -> {
      Prepared prepared = helm.prepared();
      int[] visits =
          IntStream.range(0, prepared.pool().size())
              .map(prompt -> helm.steering().history().visits(prompt))
              .toArray();
      return new Moment(helm.steering().belief(), prepared, visits, helm.steering().learnedTo());
    });
  }

  private synchronized Places places(Prepared prepared, Projection projection) {
    if (known.isEmpty() || known.get().revision() != prepared.revision()) {
      int step = Math.ceilDiv(prepared.pool().size(), MOST_PROMPTS);
      int[] prompts =
          IntStream.iterate(0, i -> i < prepared.pool().size(), i -> i + step).toArray();
      double[][] at = new double[2][];
      for (int axis = 0; axis < 2; axis++) {
        int along = axis;
        at[axis] =
            IntStream.of(prompts)
                .mapToDouble(i -> projection.at(prepared.embeddings().row(i), along))
                .toArray();
      }
      known = Optional.of(new Places(prepared.revision(), prompts, at));
    }
    return known.get();
  }

  /// A column of each; with more than [#MOST_PROMPTS] prompts, of every second, third and so on.
  ObjectNode json() {
    Moment now = now();
    Projection projection = pools.projection();
    Places places = places(now.prepared(), projection);
    RandomKey key = RandomKey.of(run.config().seed(), Counsel.PURPOSE);
    Predictions predicted =
        now.belief().predict(now.prepared().embeddings(), places.prompts(), key);
    ObjectNode node =
        Json.object()
            .put("prompts", now.prepared().pool().size())
            .put("revision", now.prepared().revision())
            .put("learned_to", now.learnedTo());
    ArrayNode explained = node.putArray("explained");
    explained.add(projection.explained()[0]).add(projection.explained()[1]);
    node.setAll(columns(now, places, predicted));
    return node;
  }

  private static ObjectNode columns(Moment now, Places places, Predictions predicted) {
    Map<String, Integer> topics = new LinkedHashMap<>();
    ObjectNode columns = Json.object();
    ArrayNode names = columns.putArray("topics");
    ArrayNode ids = columns.putArray("prompt_ids");
    ArrayNode topic = columns.putArray("topic");
    ArrayNode x = columns.putArray("x");
    ArrayNode y = columns.putArray("y");
    ArrayNode mean = columns.putArray("predicted");
    ArrayNode sd = columns.putArray("sd");
    ArrayNode visits = columns.putArray("visits");
    for (int i = 0; i < places.prompts().length; i++) {
      int row = places.prompts()[i];
      Prompt prompt = now.prepared().pool().get(row);
      Prediction prediction = predicted.get(i);
      ids.add(prompt.id());
      topic.add(
          prompt.topic().map(its -> topics.computeIfAbsent(its, t -> topics.size())).orElse(-1));
      x.add(rounded(places.at()[0][i]));
      y.add(rounded(places.at()[1][i]));
      mean.add(rounded(prediction.mean()));
      sd.add(rounded(prediction.sd()));
      visits.add(now.visits()[row]);
    }
    topics.keySet().forEach(names::add);
    return columns;
  }

  /// To what a picture can show.
  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
