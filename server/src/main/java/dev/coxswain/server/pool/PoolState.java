package dev.coxswain.server.pool;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pool as a fold over its events. Mutable; its owner guards it.
final class PoolState {

  private String description = "";
  private Instant created = Instant.EPOCH;
  private final Map<String, PoolEntry> entries = new LinkedHashMap<>();
  private final List<PoolEntry> waiting = new ArrayList<>(); // of a change that comes in parts
  private long revision;
  private long lastEvent;

  void apply(long number, JsonNode event) {
    lastEvent = number;
    switch (event.get("kind").textValue()) {
      case "created" -> {
        description = event.get("description").textValue();
        created = Instant.parse(event.get("at").textValue());
      }
      case "put" -> {
        for (JsonNode prompt : event.get("prompts")) {
          waiting.add(PoolEntry.of(prompt, ""));
        }
        if (!event.path("more").booleanValue()) {
          if (event.path("replace").booleanValue()) {
            entries.clear();
          }
          waiting.forEach(entry -> entries.put(entry.prompt().id(), entry));
          waiting.clear();
          revision++;
        }
      }
      case "retire" -> {
        event.get("prompt_ids").forEach(id -> entries.remove(id.textValue()));
        revision++;
      }
      default -> throw new IllegalStateException("The pool has an event of an unknown kind.");
    }
  }

  String description() {
    return description;
  }

  Instant created() {
    return created;
  }

  /// By id, in the pool's order.
  Map<String, PoolEntry> entries() {
    return entries;
  }

  long revision() {
    return revision;
  }

  long lastEvent() {
    return lastEvent;
  }

  /// The pool of now, which later changes leave alone.
  PoolRevision frozen() {
    return new PoolRevision(revision, List.copyOf(entries.values()));
  }
}
