package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.Learner;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.run.Event.Logged;
import dev.coxswain.server.run.Ledger.Report;
import dev.coxswain.server.store.Durable;
import dev.coxswain.server.store.Store;
import dev.coxswain.snapshot.SnapshotFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// All runs of a server: what every request about runs comes to, in JSON. Safe for several threads.
public final class Runs implements AutoCloseable {

  static final int MOST_RUNS = 10_000;

  /// Of a run, at hand: some 8 MB at most.
  static final int TICKETS_IN_MEMORY = 8_192;

  /// Writing one takes about as long.
  private static final Duration WORTH_KEEPING = Duration.ofMillis(250);

  private static final int MOST_REPORTS = 10_000;
  private static final int CLOSED_AT_ONCE = 4; // so that they share syncs
  private static final int PATIENCE_SECONDS = 4;

  private final Store store;
  private final InstantSource clock;
  private final Pools pools;
  private final ExecutorService learners;
  private final Run.Surroundings around;
  private final Map<String, Live> live = new ConcurrentHashMap<>();
  private final ReentrantLock births = new ReentrantLock();

  /// A run with what it was asked about.
  private record Live(
      Run run, RunPools pools, Overview overview, PoolMap map, Difficulty difficulty) {

    Live(Run run, RunPools pools, Run.Surroundings around) {
      this(
          run,
          pools,
          new Overview(run),
          new PoolMap(run, pools),
          new Difficulty(run, pools, around));
    }
  }

  /// The runs that a store holds; each is loaded when it is first asked for.
  ///
  /// @param learner of latent beliefs
  /// @param parallel how many runs learn at once
  public Runs(Store store, InstantSource clock, Pools pools, Learner learner, int parallel) {
    this(store, clock, pools, learner, parallel, TICKETS_IN_MEMORY, WORTH_KEEPING);
  }

  /// @param inMemory tickets of a run that are kept at hand
  /// @param worthKeeping how much work a snapshot at a stop must spare the next start
  Runs(
      Store store,
      InstantSource clock,
      Pools pools,
      Learner learner,
      int parallel,
      int inMemory,
      Duration worthKeeping) {
    this.store = store;
    this.clock = clock;
    this.pools = pools;
    learners =
        Executors.newFixedThreadPool(
            parallel, Thread.ofPlatform().name("learner-", 0).daemon().factory());
    around = new Run.Surroundings(store, clock, learner, learners, inMemory, worthKeeping);
  }

  /// Loads every run, so that the first requests need not wait for it.
  public void load() {
    names().forEach(this::require);
    pools.tidy();
  }

  public List<String> names() {
    return store.names(Store.Kind.RUN);
  }

  /// Whether a run uses the pool.
  public boolean uses(String pool) {
    return names().stream().anyMatch(name -> require(name).run().config().pool().equals(pool));
  }

  private Live require(String name) {
    Live found = live.get(name);
    if (found != null && found.run().broken().isEmpty()) {
      return found;
    }
    births.lock();
    try {
      Live again = live.get(name);
      if (again != null && again.run().broken().isEmpty()) {
        return again;
      }
      live.remove(name);
      if (!store.exists(Store.Kind.RUN, name)) {
        throw Refusal.of(Code.NOT_FOUND, "There is no run %s.", name);
      }
      RunPools[] its = new RunPools[1];
      Run run = Run.load(name, around, (config, fitted) -> its[0] = embedded(config, fitted));
      Live loaded = new Live(run, its[0], around);
      live.put(name, loaded);
      return loaded;
    } finally {
      births.unlock();
    }
  }

  private Run run(String name) {
    return require(name).run();
  }

  /// Runs of one pool, encoded alike, share its embeddings.
  private RunPools embedded(RunConfig config, long fitted) {
    String key = "%s %d %s".formatted(config.pool(), fitted, config.encoder());
    for (Live its : live.values()) {
      if (its.pools().key().equals(key)) {
        return its.pools();
      }
    }
    return new RunPools(pools, config, fitted, key);
  }

  /// Creates a run.
  ///
  /// @return whether it was not there
  public boolean create(String name, JsonNode body) {
    RunConfig config = RunConfig.of(body);
    births.lock();
    try {
      if (store.exists(Store.Kind.RUN, name)) {
        Optional<Map<String, Object>> difference = run(name).config().difference(config);
        if (difference.isPresent()) {
          throw Refusal.of(
                  Code.CONFIG_CONFLICT,
                  "The run %s is there with another configuration: %s. Take another name, or its configuration.",
                  name,
                  String.join(", ", difference.get().keySet()))
              .with("difference", difference.get());
        }
        return false;
      }
      if (names().size() >= MOST_RUNS) {
        throw Refusal.of(Code.TOO_LARGE, "There are %d runs; delete some.", MOST_RUNS)
            .with("limit", MOST_RUNS);
      }
      if (!pools.exists(config.pool())) {
        throw Refusal.at("/pool", Code.NOT_FOUND, "There is no pool %s.", config.pool());
      }
      if (pools.size(config.pool()) == 0) {
        throw Refusal.at(
            "/pool", Code.INVALID_FIELD, "The pool %s is empty; add prompts first.", config.pool());
      }
      long revision = pools.revision(config.pool());
      RunPools its = embedded(config, revision);
      var _ = its.at(revision); // which shows whether the encoder can read it
      Logged created =
          new Logged(
              1, clock.instant(), "1", new Event.Created(config, revision, Optional.empty()));
      Durable.await(store.append(Store.Kind.RUN, name, 1, created.bytes()));
      live.put(name, new Live(Run.load(name, around, (c, r) -> its), its, around));
      return true;
    } finally {
      births.unlock();
    }
  }

  public JsonNode show(String name) {
    return require(name).overview().run();
  }

  public void delete(String name) {
    births.lock();
    try {
      if (!store.exists(Store.Kind.RUN, name)) {
        throw Refusal.of(Code.NOT_FOUND, "There is no run %s.", name);
      }
      live.remove(name);
      store.delete(Store.Kind.RUN, name);
    } finally {
      births.unlock();
    }
  }

  /// The bytes of a batch.
  public byte[] select(String name, JsonNode body) {
    return run(name).select(Ask.of(body));
  }

  /// Takes in outcomes and samples.
  public JsonNode observe(String name, JsonNode body, boolean partial) {
    Run run = run(name);
    Fields fields = Fields.of(body, Set.of("outcomes", "samples"));
    List<Report> reports = new ArrayList<>();
    List<Ledger.Rejected> unreadable = new ArrayList<>();
    read(fields, "outcomes", Piece::outcome, partial, reports, unreadable);
    read(fields, "samples", Piece::sample, partial, reports, unreadable);
    Run.Observation observed = run.observe(reports, unreadable, partial);
    ObjectNode answer =
        Json.object()
            .put("accepted", observed.accepted())
            .put("duplicates", observed.duplicates())
            .put("durable_seq", observed.durable());
    if (partial) {
      ArrayNode rejected = answer.putArray("rejected");
      for (Ledger.Rejected one : observed.rejected()) {
        rejected
            .addObject()
            .put("field", one.field())
            .put("code", one.refusal().code().word())
            .put("detail", one.refusal().detail());
      }
    }
    return answer;
  }

  /// Reads a report.
  @FunctionalInterface
  private interface Reading {
    Piece read(JsonNode node, String pointer);
  }

  private static void read(
      Fields fields,
      String name,
      Reading reading,
      boolean partial,
      List<Report> reports,
      List<Ledger.Rejected> unreadable) {
    List<JsonNode> nodes = fields.list(name, MOST_REPORTS);
    for (int i = 0; i < nodes.size(); i++) {
      String pointer = "/" + name + "/" + i;
      try {
        reports.add(new Report(pointer, reading.read(nodes.get(i), pointer)));
      } catch (Refusal refusal) {
        if (!partial) {
          throw refusal;
        }
        unreadable.add(new Ledger.Rejected(refusal.field().orElse(pointer), refusal));
      }
    }
  }

  public JsonNode predict(String name, JsonNode body) {
    return counsel(name).predict(body);
  }

  public JsonNode allocate(String name, JsonNode body) {
    return counsel(name).allocate(body);
  }

  public JsonNode shouldStop(String name, JsonNode body) {
    return counsel(name).shouldStop(body);
  }

  /// What is believed now, as the file of a [dev.coxswain.SavedBelief]: for whoever predicts
  /// elsewhere.
  public byte[] belief(String name) {
    return counsel(name).belief();
  }

  /// What an operator watches of the runs that have been asked for, in the order of their names.
  ///
  /// @param seen whose figures are wanted
  /// @param most of them
  public List<Vitals> vitals(Predicate<String> seen, int most) {
    return live.entrySet().stream()
        .filter(its -> its.getValue().run().broken().isEmpty() && seen.test(its.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .limit(most)
        .map(its -> its.getValue().overview().vitals())
        .toList();
  }

  private Counsel counsel(String name) {
    Live found = require(name);
    return new Counsel(found.run(), found.pools());
  }

  public JsonNode checkpoint(String name) {
    return Json.object().put("token", run(name).checkpoint());
  }

  public JsonNode restore(String name, JsonNode body) {
    Fields fields = Fields.of(body, Set.of("token"));
    return position(name, run(name).restore(fields.text("token", 1024)));
  }

  public JsonNode rewind(String name, JsonNode body) {
    Fields fields = Fields.of(body, Set.of("to_step", "consumer"));
    long toStep = fields.whole("to_step", 0, Fields.LARGEST);
    return position(
        name, run(name).rewind(fields.findId("consumer").orElse(Ask.USUAL_CONSUMER), toStep));
  }

  private static JsonNode position(String name, Run.Position position) {
    ObjectNode node = Json.object().put("run", name).put("lineage", position.lineage());
    node.set("head", Json.of(position.head()));
    return node.put("batches", position.batches());
  }

  /// What a request to fork asks for.
  public record Fork(String consumer, long fromStep, String run) {

    public static Fork of(JsonNode body) {
      Fields fields = Fields.of(body, Set.of("from_step", "consumer", "run"));
      return new Fork(
          fields.findId("consumer").orElse(Ask.USUAL_CONSUMER),
          fields.whole("from_step", 0, Fields.LARGEST),
          fields.id("run"));
    }
  }

  /// Forks a run.
  ///
  /// @return whether the new one was not there
  public boolean fork(String name, Fork fork) {
    Run parent = run(name);
    births.lock();
    try {
      Optional<Event.Created> there =
          store.exists(Store.Kind.RUN, fork.run())
              ? Optional.of(run(fork.run()).created())
              : Optional.empty();
      List<Logged> events =
          parent.fork(
              fork.consumer(),
              fork.fromStep(),
              origin -> {
                if (there.isPresent() && !there.get().equals(origin)) {
                  throw Refusal.at(
                      "/run",
                      Code.CONFIG_CONFLICT,
                      "The run %s is there, and was not forked so; take another name.",
                      fork.run());
                }
                return there.isEmpty();
              });
      if (events.isEmpty()) {
        return false;
      }
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (Logged event : events) {
        done.add(store.append(Store.Kind.RUN, fork.run(), event.number(), event.bytes()));
      }
      done.forEach(Durable::await);
      run(fork.run()).settle();
      return true;
    } finally {
      births.unlock();
    }
  }

  /// A batch with what became of it.
  ///
  /// @param lineage where it was selected or shared; the current one if empty
  public JsonNode batch(String name, long seq, String consumer, Optional<String> lineage) {
    return run(name)
        .read((ledger, helm) -> {
          Handed batch =
              (lineage.isEmpty()
                      ? ledger.find(consumer, seq)
                      : ledger.lineage(lineage.get()).stream()
                          .flatMap(found -> found.batches().stream())
                          .filter(one ->
                              one.ask().seq() == seq && one.ask().consumer().equals(consumer))
                          .findFirst())
                  .orElseThrow(() ->
                      Refusal.of(
                          Code.NOT_FOUND,
                          "The run %s has no batch %d of the consumer \"%s\"%s.",
                          name,
                          seq,
                          consumer,
                          lineage.map(" in lineage %s"::formatted).orElse("")));
          return Shown.batch(
              batch,
              ledger.tickets(batch),
              ledger.isCurrent(batch),
              batch.ordinal() <= helm.steering().learnedTo());
        });
  }

  /// A page of what happened.
  public JsonNode events(String name, long after, int most) {
    long head = run(name).lastEvent();
    ArrayNode events = (ArrayNode) Json.of(List.of());
    long[] next = {after};
    store.read(
        Store.Kind.RUN,
        name,
        after,
        (number, event) -> {
          if (events.size() == most) {
            return false;
          }
          events.add(Shown.event(Logged.of(number, event)));
          next[0] = number;
          return true;
        });
    ObjectNode node = Json.object();
    node.set("events", events);
    return node.put("next_after", next[0]).put("head", Math.max(head, next[0]));
  }

  /// The number of the last event.
  public long lastEvent(String name) {
    return run(name).lastEvent();
  }

  /// Figures of the batches after that one.
  public JsonNode metrics(String name, long after, int most) {
    return require(name).overview().metrics(after, most);
  }

  /// The run's pool: where each prompt lies, and what is believed of it.
  public JsonNode map(String name) {
    return require(name).map().json();
  }

  /// How hard the pool was believed to be, step by step.
  public JsonNode difficulty(String name) {
    return require(name).difficulty().json();
  }

  /// All that the run knows of one prompt of its pool.
  public JsonNode prompt(String name, String promptId) {
    return new Dossier(run(name), store, promptId).json();
  }

  /// The whole history, line by line.
  public void export(String name, Consumer<byte[]> line) {
    Run run = run(name);
    ObjectNode head = Json.object().put("format", "coxswain-run").put("version", 1);
    head.put("run", name);
    head.set("config", Json.of(run.config().toMap()));
    line.accept(Json.write(head));
    store.read(
        Store.Kind.RUN,
        name,
        0,
        (number, event) -> {
          line.accept(Json.write(Shown.event(Logged.of(number, event))));
          return true;
        });
  }

  /// Selects every batch of a run again, from the log alone, and compares.
  ///
  /// @return how many there are
  /// @throws IllegalStateException at the first that comes out otherwise
  public int recomputed(String name) {
    return run(name).recompute();
  }

  /// A digest of everything that the next select of a run depends on.
  byte[] state(String name) {
    Run run = run(name);
    run.settle();
    return run.read((ledger, helm) -> SnapshotFormat.write(helm.snapshot()));
  }

  /// Closes what has timed out; called now and then.
  public void expire() {
    live.forEach((name, its) -> {
      if (its.run().broken().isEmpty()) {
        its.run().expire();
      }
    });
  }

  /// Stops in good order: what is under way is finished, and a snapshot kept of every run for which
  /// it pays and whose turn comes before patience ends. They are a cache.
  @Override
  public void close() {
    learners.shutdown();
    ExecutorService closing =
        Executors.newFixedThreadPool(
            CLOSED_AT_ONCE, Thread.ofPlatform().name("closing-", 0).daemon().factory());
    for (Live its : live.values()) {
      var _ = closing.submit(its.run()::close);
    }
    closing.shutdown();
    try {
      if (!closing.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        var _ = closing.shutdownNow();
      }
      var _ = learners.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
