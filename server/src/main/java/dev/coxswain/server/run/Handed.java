package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A batch that was handed out: what must be at hand of it for ever, and its [Tickets] while they
/// are needed. Mutable; its ledger owns it.
final class Handed {

  private final long event;
  private final Instant at;
  private final String lineage;
  private final Ask ask;
  private final long ordinal;
  private final String prefix;
  private final long observedTo;
  private final long learnedTo;
  private final boolean stale;
  private final List<String> warnings;
  private Scores scores;
  private boolean shared; // whether somebody may be reading the scores
  private int open;
  private long lastTold;
  private @Nullable Tickets tickets; // null while they are put away

  Handed(Event.Logged logged, Event.Selected selected) {
    event = logged.number();
    at = logged.at();
    lineage = logged.lineage();
    ask = selected.ask();
    ordinal = selected.ordinal();
    prefix = selected.prefix();
    observedTo = selected.observedTo();
    learnedTo = selected.learnedTo();
    JsonNode response = selected.response().tree();
    stale = response.get("belief").get("stale").booleanValue();
    warnings = texts(response.get("warnings"));
    scores = Scores.of(response);
    open = scores.size();
    lastTold = event;
    tickets = new Tickets(selected, response);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return List.copyOf(texts);
  }

  /// The event that selected it.
  long event() {
    return event;
  }

  Instant at() {
    return at;
  }

  /// In which it was selected.
  String lineage() {
    return lineage;
  }

  Ask ask() {
    return ask;
  }

  /// Among the batches of its lineage, from 1.
  long ordinal() {
    return ordinal;
  }

  /// Of its tickets.
  String prefix() {
    return prefix;
  }

  /// The last event whose outcomes had been taken in at the select.
  long observedTo() {
    return observedTo;
  }

  /// The last batch that the belief had learned at the select.
  long learnedTo() {
    return learnedTo;
  }

  /// Whether batches waited to be learned at the select.
  boolean isStale() {
    return stale;
  }

  /// The words that came with it.
  List<String> warnings() {
    return warnings;
  }

  int size() {
    return scores.size();
  }

  String ticket(int place) {
    return prefix + "-" + place;
  }

  /// As the engine knows it.
  String engineTicket(int place) {
    return ordinal + "-" + place;
  }

  /// How many of its tickets are open.
  int open() {
    return open;
  }

  boolean isOpen(int place) {
    return scores.status(place).isEmpty();
  }

  /// The place of one of its tickets; empty if it has no such ticket.
  Optional<Integer> place(String ticket) {
    String digits = ticket.substring(ticket.lastIndexOf('-') + 1);
    if (digits.length() > 6
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
        || digits.isEmpty()
        || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return Optional.empty();
    }
    int place = Integer.parseInt(digits);
    return place < size() ? Optional.of(place) : Optional.empty();
  }

  /// What came of it so far; does not change any more.
  Scores scores() {
    shared = true;
    return scores;
  }

  /// Counts a report.
  void told(long event, Piece piece) {
    lastTold = event;
    own().count(piece);
  }

  /// Notes how a group ended.
  ///
  /// @param trial whether it counts
  void ended(long event, int place, Outcome outcome, boolean trial) {
    lastTold = event;
    open -= scores.status(place).isEmpty() ? 1 : 0;
    own().end(place, outcome, trial);
  }

  private Scores own() {
    if (shared) {
      scores = scores.copy();
      shared = false;
    }
    return scores;
  }

  /// The last event that told of it.
  long lastTold() {
    return lastTold;
  }

  /// Empty while they are put away.
  Optional<Tickets> tickets() {
    return Optional.ofNullable(tickets);
  }

  void bring(Tickets found) {
    tickets = found;
  }

  void putAway() {
    tickets = null;
  }
}
