package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.Learner;
import dev.coxswain.Lesson;
import dev.coxswain.Steering;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prediction.Prediction;
import dev.coxswain.prediction.Probe;
import dev.coxswain.selection.Batch;
import dev.coxswain.selection.OncePerEpoch;
import dev.coxswain.selection.Pick;
import dev.coxswain.selection.Reason;
import dev.coxswain.selection.Strategies;
import dev.coxswain.selection.Warning;
import dev.coxswain.server.json.Json;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/// The engine of one lineage, and how far into the run's events it has come: the fold over them
/// that the belief is. Mutable; its run guards it.
///
/// Outcomes are taken in when a batch is selected, or before, in the order of the log; a batch is
/// learned after them. Each selected event says how far both had come, so that a helm rebuilt from
/// the log holds the same belief at the same batch, however late the learning was.
final class Helm {

  private static final Probe NOBODY =
      (prompts, rollouts, key) -> {
        throw new IllegalStateException("A server has no policy to ask.");
      };

  private final Steering steering;
  private Prepared prepared;
  private OncePerEpoch epochs;
  private long observedTo;

  private Helm(Steering steering, Prepared prepared) {
    this.steering = steering;
    this.prepared = prepared;
    epochs = new OncePerEpoch(prepared.pool().size());
  }

  /// The helm of a run that has not begun.
  static Helm start(RunConfig config, Learner learner, Prepared prepared) {
    return new Helm(
        Steering.of(
            prepared.pool(),
            prepared.embeddings(),
            Strategies.parse(config.strategy()),
            config.seed(),
            learner,
            NOBODY),
        prepared);
  }

  /// Where a snapshot was taken.
  ///
  /// @param pools the run's pool at a revision
  static Helm restore(
      RunConfig config, Learner learner, LongFunction<Prepared> pools, Snapshot snapshot) {
    long[] place = snapshot.longs("place");
    Helm helm = start(config, learner, pools.apply(poolRevision(snapshot)));
    helm.steering.restore(snapshot.under("steering"));
    helm.epochs = OncePerEpoch.restore(snapshot.under("epochs"));
    helm.observedTo = place[0];
    return helm;
  }

  /// The revision of the pool that a snapshot is of.
  static long poolRevision(Snapshot snapshot) {
    return snapshot.longs("place")[1];
  }

  /// Everything that the next select depends on.
  ///
  /// @throws IllegalStateException if a lesson waits
  Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("place", new long[] {observedTo, prepared.revision()})
        .all("steering", steering.snapshot())
        .all("epochs", epochs.snapshot())
        .build();
  }

  /// Takes in the outcomes of later events, up to that one; those of other lineages are passed
  /// over.
  void observe(Ledger ledger, long upTo) {
    if (upTo > observedTo) {
      ledger.deliveries(observedTo, upTo).forEach(delivery -> take(ledger, delivery));
      observedTo = upTo;
    }
  }

  /// An outcome so late that the engine does not keep its batch any more is left out.
  private void take(Ledger ledger, Delivery delivery) {
    if (ledger.isCurrent(delivery.batch())
        && steering.history().batch(delivery.batch().ordinal()).isPresent()) {
      steering.note(List.of(delivery.outcome()));
    }
  }

  /// The next batch to be learned.
  Optional<Lesson> lesson() {
    return steering.lesson();
  }

  void learn(Lesson lesson, Belief learned) {
    steering.learn(lesson, learned);
  }

  /// Learns here and now, up to that batch.
  void learnTo(long ordinal) {
    for (Optional<Lesson> next = steering.lesson();
        next.isPresent() && next.get().sequence() <= ordinal;
        next = steering.lesson()) {
      steering.learn(next.get(), next.get().learned());
    }
  }

  /// From now on its prompts are these.
  ///
  /// @throws IllegalStateException if a lesson waits
  void changePool(Prepared changed) {
    int[] former = changed.pool().indicesIn(prepared.pool());
    steering.changePool(changed.pool(), changed.embeddings());
    epochs = epochs.forPool(former);
    prepared = changed;
  }

  long poolRevision() {
    return prepared.revision();
  }

  /// Selects the next batch.
  ///
  /// @param prefix of its tickets
  /// @param lineage of it
  Event.Selected select(Ask ask, String prefix, String lineage) {
    long ordinal = steering.history().head() + 1;
    IntPredicate allowed = ask.oncePerEpoch() ? epochs.allowed(this::isFree) : prompt -> true;
    long learnedTo = steering.learnedTo();
    boolean stale = steering.lesson().isPresent();
    Batch batch = steering.select(ordinal, ask.size(), allowed);
    epochs.selected(batch.prompts());
    return new Event.Selected(
        ask,
        ordinal,
        prefix,
        prepared.revision(),
        observedTo,
        learnedTo,
        epochs.epoch(),
        steering.cursor(),
        new Reply(response(ask, batch, prefix, lineage, learnedTo, stale)));
  }

  private boolean isFree(int prompt) {
    return !steering.history().isPending(prompt);
  }

  private static JsonNode response(
      Ask ask, Batch batch, String prefix, String lineage, long learnedTo, boolean stale) {
    ObjectNode response = Json.object();
    response.put("seq", ask.seq()).put("consumer", ask.consumer()).put("lineage", lineage);
    ArrayNode tickets = response.putArray("tickets");
    for (int place = 0; place < batch.size(); place++) {
      Pick pick = batch.picks().get(place);
      tickets
          .addObject()
          .put("ticket", prefix + "-" + place)
          .put("prompt_id", pick.promptId())
          .put("predicted", pick.predicted().mean())
          .put("sd", pick.predicted().sd())
          .put("propensity", pick.propensity())
          .put("reason", pick.reason().code());
    }
    response.putObject("belief").put("learned_to", learnedTo).put("stale", stale);
    ArrayNode warnings = response.putArray("warnings");
    batch.warnings().forEach(warning -> warnings.add(warning.code()));
    return response;
  }

  /// Brings it to right after a batch that was selected before, without asking the belief.
  ///
  /// @param pools the run's pool at a revision
  void reselect(Ledger ledger, Event.Selected selected, LongFunction<Prepared> pools) {
    observe(ledger, selected.observedTo());
    learnTo(selected.learnedTo());
    if (selected.poolRevision() != prepared.revision()) {
      changePool(pools.apply(selected.poolRevision()));
    }
    Batch batch = batch(selected);
    steering.reselect(batch, selected.cursor());
    epochs.selected(batch.prompts(), selected.epoch());
  }

  /// Selects again what was selected before, and asks the belief.
  ///
  /// @return what is selected now
  Event.Selected recompute(
      Ledger ledger, Event.Selected selected, LongFunction<Prepared> pools, String lineage) {
    observe(ledger, selected.observedTo());
    learnTo(selected.learnedTo());
    if (selected.poolRevision() != prepared.revision()) {
      changePool(pools.apply(selected.poolRevision()));
    }
    return select(selected.ask(), selected.prefix(), lineage);
  }

  private Batch batch(Event.Selected selected) {
    List<Pick> picks = new ArrayList<>();
    JsonNode response = selected.response().tree();
    for (JsonNode ticket : response.get("tickets")) {
      String id = ticket.get("prompt_id").textValue();
      picks.add(
          new Pick(
              selected.ordinal() + "-" + picks.size(),
              prepared.pool().indexOf(id),
              id,
              new Prediction(ticket.get("predicted").doubleValue(), ticket.get("sd").doubleValue()),
              ticket.get("propensity").doubleValue(),
              reason(ticket.get("reason").textValue())));
    }
    List<Warning> warnings = new ArrayList<>();
    for (JsonNode word : response.get("warnings")) {
      warnings.add(warning(word.textValue()));
    }
    return new Batch(selected.ordinal(), selected.ask().size(), picks, warnings);
  }

  private static Reason reason(String word) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.code().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static Warning warning(String word) {
    return Arrays.stream(Warning.values())
        .filter(warning -> warning.code().equals(word))
        .findFirst()
        .orElseThrow();
  }

  /// The engine; read it, do not write it.
  Steering steering() {
    return steering;
  }

  Prepared prepared() {
    return prepared;
  }

  long observedTo() {
    return observedTo;
  }
}
