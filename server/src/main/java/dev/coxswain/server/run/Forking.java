package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which events of a run its fork takes over: the selects of the batches that it keeps, and what
/// was reported of their tickets, in the order of the log.
///
/// Numbers of events change with the copy, so what a select says it had observed is told anew.
final class Forking {

  private final Set<String> prefixes = new HashSet<>();
  private final TreeMap<Long, Long> copied = new TreeMap<>(); // number to number

  Forking(List<Handed> kept) {
    kept.forEach(batch -> prefixes.add(batch.prefix()));
    copied.put(0L, 1L); // the event that begins the fork
  }

  Optional<Event.Logged> copy(Event.Logged logged) {
    Optional<Event> event = copy(logged.event());
    event.ifPresent(found -> copied.put(logged.number(), copied.size() + 1L));
    return event.map(found -> new Event.Logged(logged.number(), logged.at(), "1", found));
  }

  private Optional<Event> copy(Event event) {
    return switch (event) {
      case Event.Selected selected ->
          prefixes.contains(selected.prefix()) ? Optional.of(renamed(selected)) : Optional.empty();
      case Event.Observed observed -> {
        List<Piece> pieces =
            observed.pieces().stream().filter(piece -> keeps(piece.ticket())).toList();
        yield pieces.isEmpty() ? Optional.empty() : Optional.of(new Event.Observed(pieces));
      }
      case Event.Expired expired -> {
        List<String> tickets = expired.tickets().stream().filter(this::keeps).toList();
        yield tickets.isEmpty() ? Optional.empty() : Optional.of(new Event.Expired(tickets));
      }
      case Event.Created created -> Optional.empty();
      case Event.Rewound rewound -> Optional.empty();
      case Event.Abandoned abandoned -> Optional.empty();
    };
  }

  private boolean keeps(String ticket) {
    return prefixes.contains(ticket.substring(0, ticket.lastIndexOf('-')));
  }

  private Event.Selected renamed(Event.Selected selected) {
    ObjectNode response = selected.response().tree().deepCopy();
    response.put("lineage", "1");
    return new Event.Selected(
        selected.ask(),
        selected.ordinal(),
        selected.prefix(),
        selected.poolRevision(),
        copied.floorEntry(selected.observedTo()).getValue(),
        selected.learnedTo(),
        selected.epoch(),
        selected.cursor(),
        new Reply(response));
  }
}
