package dev.coxswain.server.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.DatasetInvalid;
import dev.coxswain.prompts.dataset.Limits;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.Durable;
import dev.coxswain.server.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// All pools of a server. Safe for several threads: one change at a time; a change is there once it
/// is durable.
public final class Pools {

  static final int MOST_PROMPTS = 5_000_000;

  private static final int MOST_IN_A_REQUEST = 10_000;
  private static final Limits LIMITS = Limits.of(1 << 20, 2L << 30);
  private static final int EVENT_BYTES = 4 << 20;
  private static final int SHOWN_TOPICS = 1000;

  private final Store store;
  private final InstantSource clock;
  private final EncoderCache encoders;
  private final Map<String, PoolState> pools = new TreeMap<>();

  /// What a change did.
  public record Change(int added, int updated, int retired, int prompts, long revision) {

    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("added", added);
      map.put("updated", updated);
      map.put("retired", retired);
      map.put("prompts", prompts);
      map.put("revision", revision);
      return map;
    }
  }

  /// The pools that a store holds.
  ///
  /// @param encoders what is kept of their encoding
  public Pools(Store store, InstantSource clock, EncoderCache encoders) {
    this.store = store;
    this.clock = clock;
    this.encoders = encoders;
    for (String name : store.names(Store.Kind.POOL)) {
      PoolState state = new PoolState();
      store.read(
          Store.Kind.POOL,
          name,
          0,
          (number, event) -> {
            state.apply(number, Json.own(event));
            return true;
          });
      pools.put(name, state);
    }
  }

  /// Creates an empty pool.
  ///
  /// @return whether it was not there
  public synchronized boolean create(String name, JsonNode body) {
    Fields fields = Fields.of(body, Set.of("description"));
    if (pools.containsKey(name)) {
      return false;
    }
    ObjectNode event = Json.object().put("kind", "created");
    event.put("description", fields.findText("description", 4096).orElse(""));
    PoolState state = new PoolState();
    append(name, state, List.of(event));
    pools.put(name, state);
    return true;
  }

  /// Adds prompts, or replaces those of the same id.
  ///
  /// @param expected the revision it must still have
  public Change upsert(String name, JsonNode body, OptionalLong expected) {
    Fields fields = Fields.of(body, Set.of("prompts"));
    List<JsonNode> nodes = fields.list("prompts", MOST_IN_A_REQUEST);
    if (nodes.isEmpty()) {
      throw Refusal.at("/prompts", Code.INVALID_FIELD, "There must be at least one prompt.");
    }
    List<PoolEntry> entries = new ArrayList<>();
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      PoolEntry entry = PoolEntry.of(nodes.get(i), "/prompts/" + i);
      Integer earlier = at.putIfAbsent(entry.prompt().id(), i);
      if (earlier != null) {
        throw Refusal.at(
            "/prompts/" + i + "/prompt_id",
            Code.INVALID_FIELD,
            "This id is that of /prompts/%d too.",
            earlier);
      }
      entries.add(entry);
    }
    return put(name, entries, false, expected);
  }

  /// Adds the prompts of a file, all or none, or replaces those of the same id.
  ///
  /// @param file an upload's copy; its name is not told
  /// @param idFromContent whether a prompt's id is the SHA-256 of its text
  /// @param replace whether the prompts that the file has not are taken out in the same change
  public Change importFile(String name, Path file, boolean idFromContent, boolean replace) {
    var _ = revision(name); // not_found before any work
    PoolFile read;
    try {
      read = PoolFile.read(file, new PoolFile.Options(idFromContent, LIMITS));
    } catch (DatasetInvalid e) {
      String told = String.valueOf(e.getMessage()).replace(e.file().toString(), "The upload");
      throw Refusal.of(Code.INVALID_FILE, "%s", told).with("line", e.line());
    }
    List<PoolEntry> entries = new ArrayList<>();
    for (int i = 0; i < read.pool().size(); i++) {
      Prompt prompt = read.pool().get(i);
      String at = "/prompts/" + i;
      Fields.requireClean(at + "/prompt_id", prompt.id(), 512);
      Fields.requireClean(at + "/prompt", prompt.text(), PoolEntry.LONGEST_TEXT);
      prompt.topic().ifPresent(topic -> Fields.requireClean(at + "/topic", topic, 512));
      int row = i;
      float[] vector = read.embeddings().map(table -> table.row(row)).orElse(null);
      entries.add(new PoolEntry(prompt, null, null, vector));
    }
    return put(name, entries, replace, OptionalLong.empty());
  }

  private synchronized Change put(
      String name, List<PoolEntry> entries, boolean replace, OptionalLong expected) {
    PoolState state = require(name);
    requireRevision(state, expected);
    int updated = 0;
    for (PoolEntry entry : entries) {
      updated += state.entries().containsKey(entry.prompt().id()) ? 1 : 0;
    }
    int added = entries.size() - updated;
    int retired = replace ? state.entries().size() - updated : 0;
    if (state.entries().size() + added - retired > MOST_PROMPTS) {
      throw Refusal.of(Code.TOO_LARGE, "The pool would have more than %d prompts.", MOST_PROMPTS)
          .with("limit", MOST_PROMPTS);
    }
    List<ObjectNode> parts = parts(entries);
    if (replace) {
      parts.getLast().put("replace", true);
    }
    append(name, state, parts);
    return new Change(added, updated, retired, state.entries().size(), state.revision());
  }

  /// One change as events of moderate size.
  private static List<ObjectNode> parts(List<PoolEntry> entries) {
    List<ObjectNode> parts = new ArrayList<>();
    ArrayNode open = null;
    long bytes = 0;
    for (PoolEntry entry : entries) {
      if (open == null || bytes > EVENT_BYTES) {
        ObjectNode part = Json.object().put("kind", "put");
        open = part.putArray("prompts");
        parts.add(part);
        bytes = 0;
      }
      open.add(entry.json());
      bytes += entry.prompt().text().length() + entry.vector().map(v -> 10L * v.length).orElse(0L);
    }
    parts.subList(0, parts.size() - 1).forEach(part -> part.put("more", true));
    return parts;
  }

  /// Takes prompts out; an id that is not there is passed over.
  public synchronized Change retire(String name, JsonNode body, OptionalLong expected) {
    Fields fields = Fields.of(body, Set.of("prompt_ids"));
    List<JsonNode> nodes = fields.list("prompt_ids", MOST_IN_A_REQUEST);
    if (nodes.isEmpty()) {
      throw Refusal.at("/prompt_ids", Code.INVALID_FIELD, "There must be at least one id.");
    }
    PoolState state = require(name);
    requireRevision(state, expected);
    ObjectNode event = Json.object().put("kind", "retire");
    ArrayNode ids = event.putArray("prompt_ids");
    for (int i = 0; i < nodes.size(); i++) {
      String id = Fields.text("/prompt_ids/" + i, nodes.get(i), 512);
      if (state.entries().containsKey(id)) {
        ids.add(id);
      }
    }
    int before = state.entries().size();
    if (!ids.isEmpty()) {
      append(name, state, List.of(event));
    }
    int now = state.entries().size();
    return new Change(0, 0, before - now, now, state.revision());
  }

  private void append(String name, PoolState state, List<ObjectNode> events) {
    long number = state.lastEvent();
    List<CompletableFuture<Void>> durable = new ArrayList<>();
    for (ObjectNode event : events) {
      event.put("at", clock.instant().toString());
      durable.add(store.append(Store.Kind.POOL, name, ++number, Json.write(event)));
    }
    durable.forEach(Durable::await);
    number = state.lastEvent();
    for (ObjectNode event : events) {
      state.apply(++number, event);
    }
  }

  private static void requireRevision(PoolState state, OptionalLong expected) {
    if (expected.isPresent() && expected.getAsLong() != state.revision()) {
      throw Refusal.at(
          "If-Match",
          Code.PRECONDITION_FAILED,
          "The pool has the revision %d by now; look at it again.",
          state.revision());
    }
  }

  private PoolState require(String name) {
    PoolState state = pools.get(name);
    if (state == null) {
      throw Refusal.of(Code.NOT_FOUND, "There is no pool %s.", name);
    }
    return state;
  }

  public synchronized boolean exists(String name) {
    return pools.containsKey(name);
  }

  public synchronized void delete(String name) {
    var _ = require(name);
    store.delete(Store.Kind.POOL, name);
    pools.remove(name);
    encoders.forget(name);
  }

  /// What is kept of their encoding.
  public EncoderCache encoders() {
    return encoders;
  }

  /// Deletes what is kept of the encoding of pools and runs that are no more: to be called once all
  /// runs are loaded.
  public synchronized void tidy() {
    encoders.tidy(names());
  }

  public synchronized List<String> names() {
    return List.copyOf(pools.keySet());
  }

  /// The number of its last change.
  public synchronized long revision(String name) {
    return require(name).revision();
  }

  /// N, of now.
  public synchronized int size(String name) {
    return require(name).entries().size();
  }

  /// The pool of now.
  public synchronized PoolRevision latest(String name) {
    return require(name).frozen();
  }

  /// The pool as it was after that change.
  public PoolRevision at(String name, long revision) {
    synchronized (this) {
      PoolState state = require(name);
      if (state.revision() == revision) {
        return state.frozen();
      }
    }
    PoolState then = new PoolState();
    store.read(
        Store.Kind.POOL,
        name,
        0,
        (number, event) -> {
          then.apply(number, Json.own(event));
          return then.revision() < revision;
        });
    return then.frozen();
  }

  /// The pool as it is shown.
  public synchronized Map<String, Object> show(String name) {
    PoolState state = require(name);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pool", name);
    map.put("description", state.description());
    map.put("prompts", state.entries().size());
    map.put("revision", state.revision());
    map.put("created", state.created().toString());
    return map;
  }

  /// Prompts after that one that a search finds, in the pool's order.
  ///
  /// @param after an id; empty for the first
  public synchronized List<JsonNode> prompts(String name, Search search, String after, int most) {
    PoolState state = require(name);
    List<JsonNode> page = new ArrayList<>();
    boolean reached = after.isEmpty() || !state.entries().containsKey(after);
    for (PoolEntry entry : state.entries().values()) {
      if (page.size() == most) {
        break;
      }
      if (reached && search.finds(entry.prompt())) {
        page.add(entry.json());
      }
      reached |= entry.prompt().id().equals(after);
    }
    return page;
  }

  /// Topics and lengths.
  public Map<String, Object> stats(String name) {
    PoolState state;
    List<PoolEntry> entries;
    long revision;
    synchronized (this) {
      state = require(name);
      entries = List.copyOf(state.entries().values());
      revision = state.revision();
    }
    Map<String, Integer> topics = new HashMap<>();
    int[] lengths = new int[entries.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = entries.get(i).prompt().text().length();
      topics.merge(entries.get(i).prompt().topic().orElse(""), 1, Integer::sum);
    }
    Arrays.sort(lengths);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("prompts", entries.size());
    map.put("revision", revision);
    map.put("topics", topics(topics));
    Map<String, Object> characters = new LinkedHashMap<>();
    characters.put("min", quantile(lengths, 0));
    characters.put("median", quantile(lengths, 0.5));
    characters.put("p95", quantile(lengths, 0.95));
    characters.put("max", quantile(lengths, 1));
    map.put("characters", characters);
    return map;
  }

  private static List<Map<String, Object>> topics(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Integer> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(SHOWN_TOPICS)
        .map(entry -> {
          Map<String, Object> map = new LinkedHashMap<>();
          map.put("topic", entry.getKey().isEmpty() ? null : entry.getKey());
          map.put("prompts", entry.getValue());
          return map;
        })
        .toList();
  }

  private static @Nullable Integer quantile(int[] sorted, double share) {
    return sorted.length == 0 ? null : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
