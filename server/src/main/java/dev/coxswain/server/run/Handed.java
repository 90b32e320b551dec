package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.selection.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A batch that was handed out, and what has come back for its tickets. Its ledger owns it.
final class Handed {

  private static final Set<String> BY_CHANCE =
      Set.of(Reason.CONTROL.code(), Reason.FALLBACK.code());

  private final long event;
  private final Instant at;
  private final String lineage;
  private final Event.Selected selected;
  private final String[] promptIds; // by place, as all below
  private final double[] predicted;
  private final boolean[] byChance;
  private final Group[] groups;

  Handed(Event.Logged logged, Event.Selected selected) {
    event = logged.number();
    at = logged.at();
    lineage = logged.lineage();
    this.selected = selected;
    JsonNode tickets = selected.response().tree().get("tickets");
    promptIds = new String[tickets.size()];
    predicted = new double[promptIds.length];
    byChance = new boolean[promptIds.length];
    groups = new Group[promptIds.length];
    for (int place = 0; place < groups.length; place++) {
      JsonNode pick = tickets.get(place);
      promptIds[place] = pick.get("prompt_id").textValue();
      predicted[place] = pick.get("predicted").doubleValue();
      byChance[place] = BY_CHANCE.contains(pick.get("reason").textValue());
      groups[place] = new Group();
    }
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

  Event.Selected selected() {
    return selected;
  }

  long ordinal() {
    return selected.ordinal();
  }

  byte[] response() {
    return selected.response().bytes();
  }

  int size() {
    return groups.length;
  }

  Group group(int place) {
    return groups[place];
  }

  String promptId(int place) {
    return promptIds[place];
  }

  /// γ̂ at the select.
  double predicted(int place) {
    return predicted[place];
  }

  /// Whether chance alone picked it.
  boolean isByChance(int place) {
    return byChance[place];
  }

  String ticket(int place) {
    return selected.prefix() + "-" + place;
  }

  /// As the engine knows it.
  String engineTicket(int place) {
    return ordinal() + "-" + place;
  }

  int open() {
    int open = 0;
    for (Group group : groups) {
      open += group.isOpen() ? 1 : 0;
    }
    return open;
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
    return place < groups.length ? Optional.of(place) : Optional.empty();
  }
}
