package dev.coxswain.server.run;

import dev.coxswain.outcome.Outcome;
import dev.coxswain.selection.Strategies;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who was handed what, and what was reported: the fold over a run's events that needs no belief.
/// Mutable; its run guards it.
///
/// What was reported of a ticket is a fact about the batch, whatever lineage it is in; which
/// batches count is the lineage's affair.
final class Ledger {

  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9-]{1,128}");

  /// A stretch of history between rewinds.
  ///
  /// @param name "1", then "2" and so on
  /// @param parent with which it shares batches; empty for the first
  /// @param kept how many of them
  /// @param batches all that it has, those shared included; by ordinal
  record Lineage(String name, Optional<String> parent, long kept, List<Handed> batches) {}

  /// The reports of one request that are news, and how many were not.
  record Sifted(List<Piece> news, int duplicates, List<Rejected> rejected, List<Piece> abandoned) {}

  /// One report that was not taken in.
  record Rejected(String field, Refusal refusal) {}

  /// One report and where in the request it stood.
  record Report(String pointer, Piece piece) {}

  private final String run;
  private final RunLog log;
  private final int inMemory;
  private final String tag;
  private @Nullable RunConfig config;
  private Event.@Nullable Created created;
  private Instant createdAt = Instant.EPOCH;
  private boolean learnsTruncated;
  private final Map<String, Handed> byPrefix = new HashMap<>();
  private final Map<String, Lineage> lineages = new LinkedHashMap<>();
  private Lineage current = new Lineage("1", Optional.empty(), 0, new ArrayList<>());
  private final Map<String, TreeMap<Long, Handed>> byConsumer = new TreeMap<>(); // of the current
  private final Map<String, Handed> atHand =
      new LinkedHashMap<>(16, 0.75f, true); // whose tickets are, by prefix; longest unused first
  private int ticketsAtHand;
  private final Deliveries deliveries;
  private long lastEvent;
  private int closedBelow; // all of the current batches before it are closed

  /// @param log of the run, in which more can be looked up
  /// @param inMemory tickets, and outcomes that were taken in, that are kept at hand
  Ledger(String run, RunLog log, int inMemory) {
    this.run = run;
    this.log = log;
    this.inMemory = inMemory;
    deliveries = new Deliveries(inMemory);
    tag = tag(run);
    lineages.put(current.name(), current);
  }

  /// All of a log, folded.
  ///
  /// @param taken the last event whose outcomes are not needed
  static Ledger of(String run, RunLog log, int inMemory, long taken) {
    Ledger ledger = new Ledger(run, log, inMemory);
    log.read(
        0,
        logged -> {
          ledger.apply(logged);
          ledger.forget(Math.min(taken, logged.number()));
          return true;
        });
    return ledger;
  }

  /// What begins every ticket of a run: so that one sent to another run is not taken for its own.
  private static String tag(String run) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /// Folds the next event in.
  void apply(Event.Logged logged) {
    if (logged.number() != lastEvent + 1) {
      throw new IllegalStateException(
          "The event %d of the run %s follows %d.".formatted(logged.number(), run, lastEvent));
    }
    lastEvent = logged.number();
    switch (logged.event()) {
      case Event.Created begun -> {
        created = begun;
        config = begun.config();
        createdAt = logged.at();
        learnsTruncated = Strategies.parse(begun.config().strategy()).learnsTruncated();
      }
      case Event.Selected selected -> hand(new Handed(logged, selected));
      case Event.Observed observed -> observed.pieces().forEach(this::take);
      case Event.Expired expired -> expired.tickets().forEach(this::expire);
      case Event.Rewound rewound -> begin(logged.lineage(), rewound);
      case Event.Abandoned abandoned -> {}
    }
    makeRoom();
  }

  private void hand(Handed batch) {
    byPrefix.put(batch.prefix(), batch);
    atHand(batch);
    current.batches().add(batch);
    index(batch);
  }

  private void index(Handed batch) {
    Ask ask = batch.ask();
    byConsumer.computeIfAbsent(ask.consumer(), absent -> new TreeMap<>()).put(ask.seq(), batch);
  }

  private void take(Piece piece) {
    Handed batch = batch(piece.ticket());
    int place = batch.place(piece.ticket()).orElseThrow();
    Group group = tickets(batch).group(place);
    batch.told(lastEvent, piece);
    group
        .add(piece, batch.engineTicket(place), config().groupSize(), learnsTruncated)
        .ifPresent(outcome -> deliver(batch, place, outcome));
  }

  private void expire(String ticket) {
    Handed batch = batch(ticket);
    int place = batch.place(ticket).orElseThrow();
    tickets(batch)
        .group(place)
        .expire(batch.engineTicket(place), learnsTruncated)
        .ifPresent(outcome -> deliver(batch, place, outcome));
  }

  private void deliver(Handed batch, int place, Outcome outcome) {
    batch.ended(lastEvent, place, outcome, outcome.isTrial(learnsTruncated));
    deliveries.add(new Delivery(lastEvent, batch, outcome));
  }

  /// The tickets of a batch, from the log if they were put away.
  Tickets tickets(Handed batch) {
    Tickets tickets = batch.tickets().orElseGet(() -> lookedUp(batch));
    batch.bring(tickets);
    atHand(batch);
    return tickets;
  }

  private void atHand(Handed batch) {
    if (atHand.put(batch.prefix(), batch) == null) {
      ticketsAtHand += batch.size();
    }
  }

  private Tickets lookedUp(Handed batch) {
    List<Tickets> found = new ArrayList<>();
    log.read(
        batch.event() - 1,
        logged -> {
          switch (logged.event()) {
            case Event.Selected selected -> {
              if (found.isEmpty()) {
                found.add(new Tickets(selected, selected.response().tree()));
              }
            }
            case Event.Observed observed ->
                observed.pieces().stream()
                    .filter(piece -> prefix(piece.ticket()).equals(batch.prefix()))
                    .forEach(piece -> again(found.getFirst(), batch, piece));
            case Event.Expired expired ->
                expired.tickets().stream()
                    .filter(ticket -> prefix(ticket).equals(batch.prefix()))
                    .forEach(ticket -> againExpired(found.getFirst(), batch, ticket));
            case Event.Created _, Event.Rewound _, Event.Abandoned _ -> {}
          }
          return logged.number() < batch.lastTold();
        });
    return found.getFirst();
  }

  private void again(Tickets tickets, Handed batch, Piece piece) {
    int place = batch.place(piece.ticket()).orElseThrow();
    var _ =
        tickets
            .group(place)
            .add(piece, batch.engineTicket(place), config().groupSize(), learnsTruncated);
  }

  private void againExpired(Tickets tickets, Handed batch, String ticket) {
    int place = batch.place(ticket).orElseThrow();
    var _ = tickets.group(place).expire(batch.engineTicket(place), learnsTruncated);
  }

  /// Puts away the tickets that have not been needed for the longest time, as far as the log can
  /// give them back.
  void makeRoom() {
    Iterator<Handed> longest = atHand.values().iterator();
    while (ticketsAtHand > inMemory && longest.hasNext()) {
      Handed batch = longest.next();
      if (batch.lastTold() <= log.durable()) {
        ticketsAtHand -= batch.size();
        batch.putAway();
        longest.remove();
      }
    }
  }

  private Handed batch(String ticket) {
    Handed batch = byPrefix.get(prefix(ticket));
    if (batch == null) {
      throw new IllegalStateException("The log has a ticket %s of no batch.".formatted(ticket));
    }
    return batch;
  }

  private void begin(String name, Event.Rewound rewound) {
    Lineage parent = lineage(rewound.parent()).orElseThrow();
    List<Handed> kept =
        new ArrayList<>(parent.batches().subList(0, Math.toIntExact(rewound.batches())));
    current = new Lineage(name, Optional.of(parent.name()), rewound.batches(), kept);
    lineages.put(name, current);
    byConsumer.clear();
    closedBelow = 0;
    kept.forEach(this::index);
  }

  private static String prefix(String ticket) {
    return ticket.substring(0, Math.max(ticket.lastIndexOf('-'), 0));
  }

  /// Sorts a request's reports into news and repeats. Nothing changes.
  ///
  /// @param partial whether what is wrong is listed instead of refusing everything
  /// @throws Refusal for the first that is wrong, unless partial; reports of an abandoned lineage
  ///   are handed back, for they are kept all the same
  Sifted sift(List<Report> reports, boolean partial) {
    List<Piece> news = new ArrayList<>();
    List<Piece> abandoned = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    Map<String, Piece> here = new HashMap<>(); // of this request, by ticket and key
    int duplicates = 0;
    for (Report report : reports) {
      try {
        Piece piece = report.piece();
        Group group = group(report);
        Piece earlier = here.putIfAbsent(piece.ticket() + " " + piece.key(), piece);
        Group.News found =
            earlier == null
                ? group.news(piece)
                : earlier.saysAs(piece) ? Group.News.DUPLICATE : Group.News.CONFLICT;
        switch (found) {
          case NEW -> news.add(piece);
          case DUPLICATE -> duplicates++;
          case CONFLICT -> throw conflict(report);
        }
      } catch (Refusal refusal) {
        if (refusal.code() == Code.LINEAGE_ABANDONED) {
          abandoned.add(report.piece());
        } else if (!partial) {
          throw refusal;
        }
        rejected.add(new Rejected(refusal.field().orElse(report.pointer()), refusal));
      }
    }
    makeRoom();
    return new Sifted(news, duplicates, rejected, abandoned);
  }

  private static Refusal conflict(Report report) {
    Piece piece = report.piece();
    String what =
        piece.isWhole()
            ? "outcome"
            : piece.key() >= 0 ? "part " + piece.key() : "sample " + (-2 - piece.key());
    return Refusal.at(
        report.pointer(),
        Code.OUTCOME_CONFLICT,
        "The ticket %s has another %s already; the first one stays.",
        piece.ticket(),
        what);
  }

  private Group group(Report report) {
    Piece piece = report.piece();
    String at = report.pointer() + "/ticket";
    if (!TICKET.matcher(piece.ticket()).matches()) {
      throw Refusal.at(at, Code.INVALID_FIELD, "This is no ticket; send it as the select gave it.");
    }
    Handed batch = byPrefix.get(prefix(piece.ticket()));
    if (batch == null) {
      throw Refusal.at(
          at,
          Code.NOT_FOUND,
          "The ticket %s is of no batch of the run %s. Maybe it belongs to another run.",
          piece.ticket(),
          run);
    }
    int place =
        batch
            .place(piece.ticket())
            .orElseThrow(() ->
                Refusal.at(
                    at,
                    Code.PROMPT_NOT_IN_BATCH,
                    "The batch %d has no ticket %s; its tickets end in 0 .. %d.",
                    batch.ask().seq(),
                    piece.ticket(),
                    batch.size() - 1));
    if (piece.promptId() != null && !piece.promptId().equals(tickets(batch).promptId(place))) {
      throw Refusal.at(
          report.pointer() + "/prompt_id",
          Code.PROMPT_NOT_IN_BATCH,
          "The ticket %s is of another prompt.",
          piece.ticket());
    }
    if (!isCurrent(batch)) {
      throw Refusal.at(
          at,
          Code.LINEAGE_ABANDONED,
          "The ticket %s was selected in lineage %s, behind which the run has gone back; its outcome is kept, and not learned.",
          piece.ticket(),
          batch.lineage());
    }
    return tickets(batch).group(place);
  }

  /// Whether the batch whose tickets begin so is one of the current lineage's.
  boolean isCurrent(String prefix) {
    return Optional.ofNullable(byPrefix.get(prefix)).filter(this::isCurrent).isPresent();
  }

  /// Whether the batch is one of the current lineage's.
  @SuppressWarnings("ReferenceEquality") // the very batch
  boolean isCurrent(Handed batch) {
    int at = Math.toIntExact(batch.ordinal() - 1);
    return at < current.batches().size() && current.batches().get(at) == batch;
  }

  /// The current batch of that key.
  Optional<Handed> find(String consumer, long seq) {
    return Optional.ofNullable(byConsumer.get(consumer)).map(batches -> batches.get(seq));
  }

  /// The consumer's highest seq; empty before its first select.
  Optional<Long> head(String consumer) {
    return Optional.ofNullable(byConsumer.get(consumer)).map(TreeMap::lastKey);
  }

  /// Every consumer's highest seq.
  Map<String, Object> heads() {
    Map<String, Object> heads = new LinkedHashMap<>();
    byConsumer.forEach((consumer, batches) -> heads.put(consumer, batches.lastKey()));
    return heads;
  }

  /// How many of the current batches a run keeps that goes back to right after that step.
  long keptBy(String consumer, long toStep) {
    TreeMap<Long, Handed> batches = byConsumer.get(consumer);
    Map.Entry<Long, Handed> first = batches == null ? null : batches.higherEntry(toStep);
    return first == null ? current.batches().size() : first.getValue().ordinal() - 1;
  }

  Lineage current() {
    return current;
  }

  Optional<Lineage> lineage(String name) {
    return Optional.ofNullable(lineages.get(name));
  }

  List<Lineage> lineages() {
    return List.copyOf(lineages.values());
  }

  String nextLineage() {
    return Integer.toString(lineages.size() + 1);
  }

  /// Of the tickets of the next batch.
  String nextPrefix() {
    return "%s-%s-%d".formatted(tag, current.name(), current.batches().size() + 1);
  }

  RunConfig config() {
    if (config == null) {
      throw new IllegalStateException("The log of the run %s does not begin.".formatted(run));
    }
    return config;
  }

  Event.Created created() {
    if (created == null) {
      throw new IllegalStateException("The log of the run %s does not begin.".formatted(run));
    }
    return created;
  }

  Instant createdAt() {
    return createdAt;
  }

  long lastEvent() {
    return lastEvent;
  }

  /// The outcomes of the events after one, up to another.
  List<Delivery> deliveries(long after, long upTo) {
    return deliveries.between(after, upTo);
  }

  /// Whether it has the outcomes of all events after that one.
  boolean hasDeliveriesAfter(long event) {
    return deliveries.reachTo(event);
  }

  /// Forgets old outcomes.
  ///
  /// @param taken the last event whose outcomes have been taken in
  void forget(long taken) {
    deliveries.forget(taken);
  }

  /// Tickets of the current batches that are open and were handed out before then.
  List<String> openBefore(Instant then, int most) {
    List<Handed> batches = current.batches();
    while (closedBelow < batches.size() && batches.get(closedBelow).open() == 0) {
      closedBelow++;
    }
    List<String> tickets = new ArrayList<>();
    for (int at = closedBelow; at < batches.size(); at++) {
      Handed batch = batches.get(at);
      if (!batch.at().isBefore(then) || tickets.size() >= most) {
        break;
      }
      for (int place = 0; place < batch.size(); place++) {
        if (batch.isOpen(place)) {
          tickets.add(batch.ticket(place));
        }
      }
    }
    return tickets;
  }

  /// Of the current batches' tickets, how many are open.
  int open() {
    return current.batches().stream().skip(closedBelow).mapToInt(Handed::open).sum();
  }
}
