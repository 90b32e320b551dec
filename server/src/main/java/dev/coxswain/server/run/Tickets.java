package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;

/// A batch as it was answered, and what came back for each of its tickets. Mutable; its ledger owns
/// it, and puts it away when it has not been needed for long: the log has it all.
final class Tickets {

  private final Event.Selected selected;
  private final String[] promptIds; // by place, as below
  private final Group[] groups;

  Tickets(Event.Selected selected, JsonNode response) {
    this.selected = selected;
    JsonNode picks = response.get("tickets");
    promptIds = new String[picks.size()];
    groups = new Group[promptIds.length];
    for (int place = 0; place < groups.length; place++) {
      promptIds[place] = picks.get(place).get("prompt_id").textValue();
      groups[place] = new Group();
    }
  }

  Event.Selected selected() {
    return selected;
  }

  String promptId(int place) {
    return promptIds[place];
  }

  Group group(int place) {
    return groups[place];
  }
}
