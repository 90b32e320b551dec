package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import java.time.Instant;
import java.util.Optional;

/// A batch that was handed out, and what has come back for its tickets. Its ledger owns it.
final class Handed {

  private final long event;
  private final Instant at;
  private final String lineage;
  private final Event.Selected selected;
  private final Group[] groups; // by place

  Handed(Event.Logged logged, Event.Selected selected) {
    event = logged.number();
    at = logged.at();
    lineage = logged.lineage();
    this.selected = selected;
    groups = new Group[selected.response().get("tickets").size()];
    for (int place = 0; place < groups.length; place++) {
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
    return Json.write(selected.response());
  }

  int size() {
    return groups.length;
  }

  Group group(int place) {
    return groups[place];
  }

  JsonNode pick(int place) {
    return selected.response().get("tickets").get(place);
  }

  String promptId(int place) {
    return pick(place).get("prompt_id").textValue();
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
