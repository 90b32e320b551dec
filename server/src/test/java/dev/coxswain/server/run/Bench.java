package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.NoNetwork;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Runs without HTTP, on a clock that a test moves.
final class Bench implements AutoCloseable {

  static final String RUN = "r";

  /// So few that tickets are put away, and read again, all the time.
  static final int TICKETS_IN_MEMORY = 8;

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Pools pools;
  private final Runs runs;

  /// Keeps a snapshot at every stop.
  Bench(Store store) {
    this(store, Duration.ZERO);
  }

  /// @param worthKeeping how much work a snapshot at a stop must spare the next start
  Bench(Store store, Duration worthKeeping) {
    InstantSource clock = now::get;
    pools = new Pools(store, clock, EncoderCache.none());
    runs = new Runs(store, clock, pools, new NoNetwork(), 1, TICKETS_IN_MEMORY, worthKeeping);
  }

  Runs runs() {
    return runs;
  }

  void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  /// A pool and a run of it.
  Bench begin(String strategy, int prompts) {
    pools.create("p", Json.object());
    add(0, prompts);
    create(RUN, strategy);
    return this;
  }

  void create(String run, String strategy) {
    runs.create(
        run,
        Json.object()
            .put("pool", "p")
            .put("strategy", strategy)
            .put("group_size", 4)
            .put("seed", 11)
            .put("encoder", "given")
            .put("learn_wait_seconds", 60)
            .put("group_timeout_seconds", 60));
  }

  /// Prompts `from` .. `to` − 1.
  void add(int from, int to) {
    ObjectNode body = Json.object();
    body.putArray("prompts").addAll(prompts(from, to));
    var _ = pools.upsert("p", body, OptionalLong.empty());
  }

  private static List<ObjectNode> prompts(int from, int to) {
    return IntStream.range(from, to).mapToObj(Bench::prompt).toList();
  }

  private static ObjectNode prompt(int i) {
    ObjectNode prompt =
        Json.object()
            .put("prompt_id", "q" + i)
            .put("prompt", "What is %d times %d?".formatted(i, i % 7))
            .put("topic", "t" + i % 3);
    prompt.putArray("embedding").add(1).add(Math.sin(i)).add(Math.cos(3.0 * i));
    return prompt;
  }

  /// Prompts `from` .. `to` − 1 and no others, by an upload that lies in that folder.
  Pools.Change replace(Path folder, int from, int to) throws IOException {
    Path file = folder.resolve("upload.jsonl");
    Files.write(file, prompts(from, to).stream().map(ObjectNode::toString).toList());
    return pools.importFile("p", file, false, true);
  }

  void retire(String... ids) {
    ObjectNode body = Json.object();
    var list = body.putArray("prompt_ids");
    Set.of(ids).stream().sorted().forEach(list::add);
    var _ = pools.retire("p", body, OptionalLong.empty());
  }

  String select(long seq, int size) {
    return select(Json.object().put("seq", seq).put("size", size));
  }

  String select(JsonNode body) {
    return new String(runs.select(RUN, body), StandardCharsets.UTF_8);
  }

  static JsonNode json(String text) {
    return Json.own(text.getBytes(StandardCharsets.UTF_8));
  }

  /// How many of a prompt's four rollouts pass: the same whoever asks.
  static int successes(JsonNode ticket) {
    return Math.floorMod(ticket.get("prompt_id").textValue().hashCode() * 31, 5);
  }

  static ObjectNode whole(JsonNode ticket) {
    return Json.object()
        .put("ticket", ticket.get("ticket").textValue())
        .put("successes", successes(ticket))
        .put("trials", 4);
  }

  JsonNode observe(ObjectNode... outcomes) {
    ObjectNode body = Json.object();
    body.putArray("outcomes").addAll(List.of(outcomes));
    return runs.observe(RUN, body, false);
  }

  /// Answers a whole batch.
  void answer(String batch) {
    for (JsonNode ticket : json(batch).get("tickets")) {
      var _ = observe(whole(ticket));
    }
    runs.expire();
  }

  /// What was chosen, without what names it.
  static String choice(String batch) {
    ObjectNode copy = json(batch).deepCopy();
    copy.remove("lineage");
    copy.get("tickets").forEach(ticket -> ((ObjectNode) ticket).remove("ticket"));
    return copy.toString();
  }

  @Override
  public void close() {
    runs.close();
  }
}
