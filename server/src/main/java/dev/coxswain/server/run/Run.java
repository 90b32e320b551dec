package dev.coxswain.server.run;

import dev.coxswain.Learner;
import dev.coxswain.Lesson;
import dev.coxswain.prediction.Belief;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.run.Event.Logged;
import dev.coxswain.server.run.Ledger.Report;
import dev.coxswain.server.run.Ledger.Sifted;
import dev.coxswain.server.store.Store;
import dev.coxswain.snapshot.SnapshotFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One run, alive: requests go in, events go to the log, and whoever asked is answered when they
/// are durable. Safe for several threads.
///
/// Two locks. The ledger's is held for microseconds, and gives events their order; the helm's is
/// held while a batch is chosen. Whoever needs both takes the helm's first. Learning holds neither.
public final class Run {

  private static final int EXPIRED_AT_ONCE = 10_000;

  private final String name;
  private final Surroundings around;
  private final RunLog log;
  private final RunPools pools;
  private final ReentrantLock books = new ReentrantLock(); // guards the ledger
  private final Ledger ledger;
  private final ReentrantLock wheel = new ReentrantLock(); // guards the helm
  private final Condition learned = wheel.newCondition();
  private Helm helm;
  private volatile Optional<Standing> standing = Optional.empty(); // until the helm changes
  private boolean learning;
  private final SnapshotPace pace;
  private CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);
  private volatile Optional<Throwable> broken = Optional.empty();

  /// What a run needs from outside.
  ///
  /// @param learners runs lessons, off the request path
  /// @param inMemory tickets of a run that are kept at hand
  /// @param worthKeeping how much selecting and learning a snapshot at a stop must spare the next
  ///   start
  record Surroundings(
      Store store,
      InstantSource clock,
      Learner learner,
      Executor learners,
      int inMemory,
      Duration worthKeeping) {}

  private Run(
      String name, Surroundings around, RunLog log, RunPools pools, Ledger ledger, Helm helm) {
    this.name = name;
    this.around = around;
    this.log = log;
    this.pools = pools;
    this.ledger = ledger;
    this.helm = helm;
    pace =
        new SnapshotPace(
            ledger.current().batches().size(),
            pools.at(helm.poolRevision()).pool().size(),
            log.bytes());
  }

  /// A run from its log.
  static Run load(String name, Surroundings around, RunPools.Source source) {
    RunLog log = new RunLog(around.store(), name);
    Ledger ledger = Ledger.of(name, log, around.inMemory(), Long.MAX_VALUE);
    RunPools pools = source.of(ledger.config(), ledger.created().poolRevision());
    long begun = System.nanoTime();
    Helm helm = Resumption.helm(name, around, log, pools, ledger);
    Run run = new Run(name, around, log, pools, ledger, helm);
    run.pace.selected(System.nanoTime() - begun);
    run.learn();
    return run;
  }

  /// Selects every batch of the current lineage again, from the log alone, and compares.
  ///
  /// @return how many there are
  /// @throws IllegalStateException at the first that comes out otherwise
  int recompute() {
    Ledger books = Ledger.of(name, log, around.inMemory(), 0);
    Helm again =
        Helm.start(books.config(), around.learner(), pools.at(books.created().poolRevision()));
    for (Handed batch : books.current().batches()) {
      Event.Selected then = books.tickets(batch).selected();
      books.makeRoom();
      if (!again.recompute(books, then, pools::at, batch.lineage()).equals(then)) {
        throw new IllegalStateException(
            "The batch %d of the run %s comes out otherwise.".formatted(batch.ordinal(), name));
      }
    }
    return books.current().batches().size();
  }

  public String name() {
    return name;
  }

  public RunConfig config() {
    return ledger.config();
  }

  /// What it was forked from.
  Event.Created created() {
    return ledger.created();
  }

  /// Why it cannot go on; it must be loaded again then.
  Optional<Throwable> broken() {
    return broken;
  }

  /// The batch of that key, as its answer.
  public byte[] select(Ask ask) {
    Optional<Handed> known = known(ask);
    if (known.isPresent()) {
      return repeated(known.get(), ask);
    }
    CompletableFuture<Void> done;
    byte[] response;
    lock(wheel);
    try {
      awaitLearning(ask);
      known = known(ask);
      if (known.isPresent()) {
        return repeated(known.get(), ask);
      }
      standing = Optional.empty();
      long begun = System.nanoTime();
      Event.Selected selected = helm.select(ask, nextPrefix(), ledger.current().name());
      pace.selected(System.nanoTime() - begun);
      response = selected.response().bytes();
      done = append(selected);
    } finally {
      wheel.unlock();
    }
    join(done);
    return response;
  }

  private Optional<Handed> known(Ask ask) {
    books.lock();
    try {
      Optional<Handed> found = ledger.find(ask.consumer(), ask.seq());
      if (found.isEmpty()) {
        ledger
            .head(ask.consumer())
            .filter(head -> head > ask.seq())
            .ifPresent(head -> {
              throw Refusal.at(
                  "/seq",
                  Code.STEP_IN_PAST,
                  "The consumer \"%s\" has selected %d by now, and never %d. If the trainer went back, rewind the run: POST /v1/runs/%s:rewind {\"to_step\": %d}.",
                  ask.consumer(),
                  head,
                  ask.seq(),
                  name,
                  Math.max(ask.seq() - 1, 0));
            });
      }
      return found;
    } finally {
      books.unlock();
    }
  }

  private byte[] repeated(Handed batch, Ask ask) {
    if (!batch.ask().equals(ask)) {
      throw Refusal.of(
          Code.SELECT_CONFLICT,
          "The batch %d of the consumer \"%s\" was asked for with size %d%s; the same key must be asked for alike.",
          ask.seq(),
          ask.consumer(),
          batch.ask().size(),
          batch.ask().size() == ask.size() ? " and other arguments" : "");
    }
    join(tail());
    return readLedger(books -> books.tickets(batch).selected().response().bytes());
  }

  private String nextPrefix() {
    books.lock();
    try {
      return ledger.nextPrefix();
    } finally {
      books.unlock();
    }
  }

  /// Brings the helm up to now: outcomes taken in, and lessons learned, unless that takes too long.
  /// For a changed pool it waits as long as it takes.
  private void awaitLearning(Ask ask) {
    long left = (long) (ledger.config().learnWaitSeconds() * 1e9);
    while (true) {
      takeIn();
      boolean waits = helm.lesson().isPresent();
      boolean changed = pools.latest() != helm.poolRevision();
      if (!waits && changed) {
        helm.changePool(pools.at(pools.latest()));
        standing = Optional.empty();
        continue;
      }
      if (!waits || (!changed && left <= 0)) {
        return;
      }
      learn();
      try {
        if (changed) {
          learned.await();
        } else {
          left = learned.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Refusal.of(Code.NOT_READY, "The server is stopping; ask again.");
      }
      requireSound();
      if (known(ask).isPresent()) {
        return;
      }
    }
  }

  private void takeIn() {
    books.lock();
    try {
      helm.observe(ledger, ledger.lastEvent());
      ledger.forget(helm.observedTo());
    } finally {
      books.unlock();
    }
  }

  /// Learns what waits, on another thread, one lesson after the other.
  private void learn() {
    lock(wheel);
    try {
      if (!learning && helm.lesson().isPresent()) {
        learning = true;
        around.learners().execute(this::lessons);
      }
    } finally {
      wheel.unlock();
    }
  }

  private void lessons() {
    try {
      for (Optional<Task> next = nextTask(); next.isPresent(); next = nextTask()) {
        long begun = System.nanoTime();
        Belief belief = next.get().lesson().learned();
        pace.learned(System.nanoTime() - begun);
        finish(next.get(), belief);
      }
      snapshotIfDue();
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  /// A lesson and whose it is: a run that goes back takes another helm.
  private record Task(Helm helm, Lesson lesson) {}

  private Optional<Task> nextTask() {
    wheel.lock();
    try {
      takeIn();
      Optional<Task> next = helm.lesson().map(lesson -> new Task(helm, lesson));
      learning = next.isPresent();
      return next;
    } finally {
      wheel.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very helm
  private void finish(Task task, Belief belief) {
    wheel.lock();
    try {
      if (task.helm() == helm) {
        helm.learn(task.lesson(), belief);
        standing = Optional.empty();
      }
      learned.signalAll();
    } finally {
      wheel.unlock();
    }
  }

  /// Waits until everything that can be learned has been.
  public void settle() {
    lock(wheel);
    try {
      takeIn();
      while (helm.lesson().isPresent()) {
        learn();
        learned.awaitUninterruptibly();
        requireSound();
        takeIn();
      }
    } finally {
      wheel.unlock();
    }
  }

  /// What a request to observe came to.
  ///
  /// @param accepted reports that were news
  /// @param duplicates reports that were known
  /// @param durable the last event that is on disk
  /// @param rejected only where asked for
  public record Observation(
      int accepted, int duplicates, long durable, List<Ledger.Rejected> rejected) {}

  /// Takes in reports.
  ///
  /// @param partial whether what is wrong is listed instead of refusing everything
  /// @param unreadable reports that could not even be read, where that is so
  Observation observe(List<Report> reports, List<Ledger.Rejected> unreadable, boolean partial) {
    CompletableFuture<Void> done;
    Sifted sifted;
    long event;
    lock(books);
    try {
      sifted = ledger.sift(reports, partial);
      boolean abandoned = !sifted.abandoned().isEmpty();
      if (abandoned) {
        done = append(new Event.Abandoned(sifted.abandoned()));
      }
      boolean refused = abandoned && !partial;
      done =
          sifted.news().isEmpty() || refused ? durable : append(new Event.Observed(sifted.news()));
      event = ledger.lastEvent();
      if (refused) {
        join(done);
        throw sifted.rejected().getFirst().refusal();
      }
    } finally {
      books.unlock();
    }
    join(done);
    learnSoon();
    List<Ledger.Rejected> rejected = new ArrayList<>(unreadable);
    rejected.addAll(sifted.rejected());
    return new Observation(sifted.news().size(), sifted.duplicates(), event, rejected);
  }

  /// Starts learning unless a select holds the wheel, which will see to it itself.
  private void learnSoon() {
    if (wheel.tryLock()) {
      try {
        takeIn();
        learn();
      } finally {
        wheel.unlock();
      }
    }
  }

  /// Closes the groups whose time is up.
  void expire() {
    Instant limit =
        around
            .clock()
            .instant()
            .minus(Duration.ofNanos((long) (ledger.config().groupTimeoutSeconds() * 1e9)));
    books.lock();
    try {
      List<String> tickets = ledger.openBefore(limit, EXPIRED_AT_ONCE);
      if (!tickets.isEmpty()) {
        var _ = append(new Event.Expired(tickets));
      }
    } finally {
      books.unlock();
    }
    learnSoon();
  }

  /// Where a run is: how many batches of which lineage.
  public record Position(String lineage, Map<String, Object> head, long batches) {}

  /// A token of where it is.
  public String checkpoint() {
    lock(books);
    try {
      return new Checkpoint(name, ledger.current().name(), ledger.current().batches().size())
          .token();
    } finally {
      books.unlock();
    }
  }

  /// Goes back to where a token was taken.
  public Position restore(String token) {
    Checkpoint wanted = Checkpoint.parse(token, name);
    return back(() -> {
      Ledger.Lineage found =
          ledger
              .lineage(wanted.lineage())
              .filter(known -> wanted.batches() <= known.batches().size())
              .orElseThrow(Checkpoint::invalid);
      List<Handed> kept = found.batches().subList(0, (int) wanted.batches());
      return kept.equals(ledger.current().batches())
          ? Optional.empty()
          : Optional.of(new Event.Rewound(wanted.lineage(), wanted.batches()));
    });
  }

  /// Goes back to right after that step.
  public Position rewind(String consumer, long toStep) {
    return back(() -> {
      long kept = ledger.keptBy(consumer, toStep);
      return kept == ledger.current().batches().size()
          ? Optional.empty()
          : Optional.of(new Event.Rewound(ledger.current().name(), kept));
    });
  }

  private Position back(Supplier<Optional<Event.Rewound>> where) {
    CompletableFuture<Void> done;
    Position position;
    lock(wheel);
    try {
      books.lock();
      try {
        Optional<Event.Rewound> back = where.get();
        done = durable;
        if (back.isPresent()) {
          done = append(back.get(), ledger.nextLineage());
          join(done);
          helm = Resumption.helm(name, around, log, pools, ledger);
          standing = Optional.empty();
          pace.back(ledger.current().batches().size(), log.bytes());
          learned.signalAll();
        }
        position =
            new Position(
                ledger.current().name(), ledger.heads(), ledger.current().batches().size());
      } finally {
        books.unlock();
      }
      learn();
    } finally {
      wheel.unlock();
    }
    join(done);
    return position;
  }

  /// The events of a run that shares this one's batches up to that step; its lineages become one.
  List<Logged> fork(String consumer, long fromStep, Predicate<Event.Created> fits) {
    books.lock();
    try {
      long kept = ledger.keptBy(consumer, fromStep);
      Event.Created origin =
          new Event.Created(
              ledger.config(),
              ledger.created().poolRevision(),
              Optional.of(new Event.Created.Origin(name, ledger.current().name(), kept)));
      List<Logged> events = new ArrayList<>();
      if (!fits.test(origin)) {
        return events;
      }
      Forking forking = new Forking(ledger.current().batches().subList(0, (int) kept));
      events.add(new Logged(1, around.clock().instant(), "1", origin));
      log.read(
          0,
          logged -> {
            forking
                .copy(logged)
                .ifPresent(event ->
                    events.add(new Logged(events.size() + 1L, event.at(), "1", event.event())));
            return true;
          });
      return events;
    } finally {
      books.unlock();
    }
  }

  /// What a reader is shown, while nothing changes.
  <T> T read(BiFunction<Ledger, Helm, T> reader) {
    lock(wheel);
    try {
      books.lock();
      try {
        helm.observe(ledger, ledger.lastEvent());
        return reader.apply(ledger, helm);
      } finally {
        ledger.makeRoom();
        books.unlock();
      }
    } finally {
      wheel.unlock();
    }
  }

  /// Where the engine is now, all outcomes taken in.
  Standing standing() {
    Optional<Standing> known = standing.filter(its -> its.observedTo() == lastEvent());
    if (known.isPresent()) {
      return known.get();
    }
    lock(wheel);
    try {
      takeIn();
      Standing now = Standing.of(helm);
      standing = Optional.of(now);
      return now;
    } finally {
      wheel.unlock();
    }
  }

  /// What a reader is shown of who was handed what.
  <T> T readLedger(Function<Ledger, T> reader) {
    lock(books);
    try {
      return reader.apply(ledger);
    } finally {
      ledger.makeRoom();
      books.unlock();
    }
  }

  /// The last event of the log that is durable or about to be.
  public long lastEvent() {
    return readLedger(Ledger::lastEvent);
  }

  private CompletableFuture<Void> append(Event event) {
    return append(event, ledger.current().name());
  }

  /// Gives the event its place, folds it in, and sends it to the disk.
  private CompletableFuture<Void> append(Event event, String lineage) {
    books.lock();
    try {
      requireSound();
      Logged logged = new Logged(ledger.lastEvent() + 1, around.clock().instant(), lineage, event);
      ledger.apply(logged);
      durable = log.append(logged);
      return durable;
    } finally {
      books.unlock();
    }
  }

  private CompletableFuture<Void> tail() {
    books.lock();
    try {
      return durable;
    } finally {
      books.unlock();
    }
  }

  /// Waits until it is durable. If it never will be, what is in memory is ahead of the disk, and
  /// the run must be loaded again.
  private void join(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      fail(e.getCause() == null ? e : e.getCause());
      requireSound();
    }
  }

  private void fail(Throwable cause) {
    broken = Optional.of(cause);
    if (wheel.tryLock()) {
      try {
        learned.signalAll();
      } finally {
        wheel.unlock();
      }
    }
  }

  private void requireSound() {
    if (broken.isPresent()) {
      throw new RunBroken(name, broken.get());
    }
  }

  private void lock(ReentrantLock lock) {
    lock.lock();
    if (broken.isPresent()) {
      lock.unlock();
      requireSound();
    }
  }

  private void snapshotIfDue() {
    if (pace.isDue(readLedger(books -> books.current().batches().size()), log.bytes())) {
      snapshot();
    }
  }

  SnapshotPace pace() {
    return pace;
  }

  /// Keeps a snapshot, unless a lesson waits.
  void snapshot() {
    byte[] bytes;
    String lineage;
    long ordinal;
    CompletableFuture<Void> before;
    wheel.lock();
    try {
      if (broken.isPresent() || helm.lesson().isPresent()) {
        return;
      }
      bytes = SnapshotFormat.write(helm.snapshot());
      ordinal = helm.steering().history().head();
      if (pace.has(ordinal)) {
        return; // it is there
      }
      pace.kept(ordinal, bytes.length, log.bytes());
      books.lock();
      try {
        lineage = ledger.current().name();
        before = durable;
      } finally {
        books.unlock();
      }
    } finally {
      wheel.unlock();
    }
    join(before);
    around.store().keep(name, lineage, ordinal, bytes);
    thin(lineage, ordinal);
  }

  private void thin(String lineage, long head) {
    Thinning.superfluous(around.store().snapshots(name, lineage), head, SnapshotPace.EVERY)
        .forEach(ordinal -> around.store().drop(name, lineage, ordinal));
  }

  /// Takes in what has come, and keeps a snapshot if that spares the next start enough: for a stop
  /// in good order.
  void close() {
    wheel.lock();
    try {
      if (broken.isEmpty()) {
        takeIn();
      }
    } finally {
      wheel.unlock();
    }
    if (pace.spares(around.worthKeeping())) {
      snapshot();
    }
  }
}
