package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.pool.Search;
import dev.coxswain.server.run.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The routes of the contract, all that there are.
final class Routes {

  private static final int MOST_RUNS_MEASURED = 200; // a series of each, for ever

  private final Pools pools;
  private final Runs runs;
  private final Operations operations;
  private final SharedAnswers shared;
  private final List<Route> routes = new ArrayList<>();

  Routes(Pools pools, Runs runs, Operations operations, SharedAnswers shared) {
    this.pools = pools;
    this.runs = runs;
    this.operations = operations;
    this.shared = shared;
    ofPools();
    ofRuns();
    verbs();
    ofLineages();
    reading();
    ofOperations();
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  private void ofPools() {
    add("GET", "/v1/pools", Scope.READ, this::listPools);
    add("PUT", "/v1/pools/{pool}", Scope.ADMIN, this::createPool);
    add("GET", "/v1/pools/{pool}", Scope.READ, this::showPool);
    add("DELETE", "/v1/pools/{pool}", Scope.ADMIN, this::deletePool);
    add("POST", "/v1/pools/{pool}:import", Scope.ADMIN, this::importPrompts);
    add(
        "POST",
        "/v1/pools/{pool}:upsert",
        Scope.OBSERVE,
        call -> changed(pools.upsert(call.name("pool"), call.body(), call.expectedRevision())));
    add(
        "POST",
        "/v1/pools/{pool}:retire",
        Scope.OBSERVE,
        call -> changed(pools.retire(call.name("pool"), call.body(), call.expectedRevision())));
    add("GET", "/v1/pools/{pool}/prompts", Scope.READ, this::listPrompts);
    add(
        "GET",
        "/v1/pools/{pool}/stats",
        Scope.READ,
        call -> Answer.json(Json.of(pools.stats(call.name("pool")))));
  }

  private void ofRuns() {
    add("GET", "/v1/runs", Scope.READ, this::listRuns);
    add("PUT", "/v1/runs/{run}", Scope.ADMIN, this::createRun);
    add("GET", "/v1/runs/{run}", Scope.READ, this::showRun);
    add("DELETE", "/v1/runs/{run}", Scope.ADMIN, this::deleteRun);
  }

  private void verbs() {
    add("POST", "/v1/runs/{run}:select", Scope.SELECT, this::select);
    add("POST", "/v1/runs/{run}:observe", Scope.OBSERVE, this::observe);
    asking("predict", runs::predict);
    asking("allocate", runs::allocate);
    asking("should_stop", runs::shouldStop);
  }

  /// Asks about a run by its body, and changes nothing.
  private interface Asking {
    JsonNode ask(String run, JsonNode body);
  }

  private void asking(String verb, Asking asking) {
    routes.add(
        new Route(
            "POST",
            "/v1/runs/{run}:" + verb,
            Optional.of(Scope.READ),
            false,
            Answer.JSON,
            call -> {
              call.allow();
              return Answer.json(asking.ask(call.name("run"), call.body()));
            }));
  }

  private void ofLineages() {
    add(
        "POST",
        "/v1/runs/{run}:checkpoint",
        Scope.SELECT,
        call -> {
          call.noBody();
          return Answer.json(runs.checkpoint(call.name("run")));
        });
    add(
        "POST",
        "/v1/runs/{run}:restore",
        Scope.SELECT,
        call -> Answer.json(runs.restore(call.name("run"), call.body())));
    add(
        "POST",
        "/v1/runs/{run}:rewind",
        Scope.SELECT,
        call -> Answer.json(runs.rewind(call.name("run"), call.body())));
    add("POST", "/v1/runs/{run}:fork", Scope.ADMIN, this::fork);
  }

  private void reading() {
    add("GET", "/v1/runs/{run}/batches/{seq}", Scope.READ, this::batch);
    add("GET", "/v1/runs/{run}/events", Scope.READ, this::events);
    add("GET", "/v1/runs/{run}/metrics", Scope.READ, this::metrics);
    add("GET", "/v1/runs/{run}/map", Scope.READ, call -> figures(call, runs::map));
    add("GET", "/v1/runs/{run}/difficulty", Scope.READ, call -> figures(call, runs::difficulty));
    add("GET", "/v1/runs/{run}/prompt", Scope.READ, this::prompt);
    routes.add(
        new Route(
            "GET",
            "/v1/runs/{run}/export",
            Optional.of(Scope.READ),
            false,
            "application/x-ndjson",
            this::export));
    routes.add(
        new Route(
            "GET",
            "/v1/runs/{run}/belief",
            Optional.of(Scope.READ),
            false,
            Answer.BYTES,
            call -> {
              call.allow();
              return Answer.bytes(runs.belief(call.name("run")));
            }));
  }

  private void ofOperations() {
    open("/v1/version", Answer.JSON, call -> Answer.json(operations.version()));
    add(
        "GET",
        "/v1/settings",
        Scope.ADMIN,
        call -> {
          call.allow();
          return Answer.json(operations.settings());
        });
    open("/livez", "text/plain", call -> Answer.text("text/plain", "ok\n"));
    open("/readyz", Answer.JSON, call -> operations.readiness());
    open("/openapi.json", Answer.JSON, call -> Answer.json(operations.contract()));
    open("/docs", "text/html", call -> operations.page("docs.html", "text/html"));
    open("/docs/docs.js", "text/javascript", call -> operations.page("docs.js", "text/javascript"));
    open("/docs/docs.css", "text/css", call -> operations.page("docs.css", "text/css"));
    open("/dashboard", "text/html", call -> dashboard("index.html", "text/html"));
    open(
        "/dashboard/dashboard.js",
        "text/javascript",
        call -> dashboard("dashboard.js", "text/javascript"));
    open("/dashboard/dashboard.css", "text/css", call -> dashboard("dashboard.css", "text/css"));
    routes.add(
        new Route(
            "GET",
            "/metrics",
            Optional.of(Scope.READ),
            false,
            "text/plain",
            call -> Answer.text("text/plain", operations.metrics() + ofRuns(call))));
  }

  private String ofRuns(Call call) {
    return RunMetrics.of(runs.vitals(call.grant()::sees, MOST_RUNS_MEASURED));
  }

  private Answer dashboard(String file, String type) {
    return operations.page("/dev/coxswain/dashboard/" + file, type);
  }

  private void add(String method, String template, Scope needed, Route.Action action) {
    routes.add(
        new Route(
            method, template, Optional.of(needed), !method.equals("GET"), Answer.JSON, action));
  }

  private void open(String path, String type, Route.Action action) {
    routes.add(
        new Route(
            "GET",
            path,
            Optional.empty(),
            false,
            type,
            call -> {
              call.allow();
              return action.answer(call);
            }));
  }

  private Answer listPools(Call call) {
    call.allow("page_size", "page_token");
    return Answer.json(
        page(call, "pools", pools.names(), name -> true, name -> Json.of(pools.show(name))));
  }

  /// A page of things in the order of their names, stable when others come in between.
  private static JsonNode page(
      Call call,
      String what,
      List<String> names,
      Predicate<String> seen,
      Function<String, JsonNode> shown) {
    String after = call.pageToken();
    int size = call.pageSize();
    List<String> rest =
        names.stream()
            .filter(name -> name.compareTo(after) > 0)
            .filter(seen)
            .limit(size + 1L)
            .toList();
    List<String> here = rest.subList(0, Math.min(size, rest.size()));
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray(what);
    here.stream().map(shown).forEach(array::add);
    return node.put("next_page_token", rest.size() > size ? Call.pageToken(here.getLast()) : null);
  }

  private Answer createPool(Call call) {
    call.allow();
    boolean created = pools.create(call.name("pool"), call.body());
    return shown(created ? 201 : 200, call.name("pool"));
  }

  private Answer showPool(Call call) {
    call.allow();
    return shown(200, call.name("pool"));
  }

  private Answer shown(int status, String pool) {
    JsonNode node = Json.of(pools.show(pool));
    return Answer.tagged(status, node, node.get("revision").longValue());
  }

  private Answer deletePool(Call call) {
    call.allow();
    String pool = call.name("pool");
    if (runs.uses(pool)) {
      throw Refusal.of(Code.POOL_IN_USE, "A run uses the pool %s; delete its runs first.", pool);
    }
    pools.delete(pool);
    return new Answer.Empty();
  }

  private Answer importPrompts(Call call) {
    call.allow("id_from_content", "replace");
    boolean idFromContent = call.flag("id_from_content");
    boolean replace = call.flag("replace");
    String pool = call.name("pool");
    return changed(
        call.upload(
            file -> pools.importFile(pool, file, idFromContent, replace),
            "application/x-ndjson",
            "text/csv",
            "application/vnd.apache.parquet"));
  }

  private static Answer changed(Pools.Change change) {
    return Answer.tagged(200, Json.of(change.toMap()), change.revision());
  }

  private Answer listPrompts(Call call) {
    call.allow("page_size", "page_token", "contains", "topic");
    int size = call.pageSize();
    Search search = new Search(call.text("contains").orElse(""), call.text("topic"));
    List<JsonNode> prompts = pools.prompts(call.name("pool"), search, call.pageToken(), size + 1);
    List<JsonNode> here = prompts.subList(0, Math.min(size, prompts.size()));
    ObjectNode node = Json.object();
    here.forEach(node.putArray("prompts")::add);
    node.put(
        "next_page_token",
        prompts.size() > size ? Call.pageToken(here.getLast().get("prompt_id").textValue()) : null);
    return Answer.json(node);
  }

  private Answer listRuns(Call call) {
    call.allow("page_size", "page_token");
    return shareable(
        call,
        call.grant().name() + " " + call.asked(),
        () -> page(call, "runs", runs.names(), call.grant()::sees, runs::show));
  }

  private Answer showRun(Call call) {
    String run = call.name("run");
    return shareable(call, call.asked(), () -> runs.show(run));
  }

  private Answer createRun(Call call) {
    call.allow();
    String run = call.name("run");
    boolean created = runs.create(run, call.body());
    return Answer.json(created ? 201 : 200, runs.show(run));
  }

  private Answer deleteRun(Call call) {
    call.allow();
    runs.delete(call.name("run"));
    return new Answer.Empty();
  }

  private Answer select(Call call) {
    call.allow();
    return operations.timed(
        "select", () -> Answer.json(runs.select(call.name("run"), call.body())));
  }

  private Answer observe(Call call) {
    call.allow("partial");
    boolean partial = call.flag("partial");
    return operations.timed(
        "observe",
        () -> {
          JsonNode answer = runs.observe(call.name("run"), call.body(), partial);
          operations.observed(
              answer.get("accepted").longValue(), answer.get("duplicates").longValue());
          return Answer.json(answer);
        });
  }

  private Answer fork(Call call) {
    call.allow();
    Runs.Fork fork = Runs.Fork.of(call.body());
    if (!call.grant().sees(fork.run())) {
      throw Refusal.at("/run", Code.FORBIDDEN, "The token does not allow runs of this name.");
    }
    boolean created = runs.fork(call.name("run"), fork);
    return Answer.json(created ? 201 : 200, runs.show(fork.run()));
  }

  private Answer batch(Call call) {
    call.allow("consumer", "lineage");
    String run = call.name("run");
    long seq = call.number("seq");
    String consumer = call.consumer();
    Optional<String> lineage = call.lineage();
    return shareable(call, call.asked(), () -> runs.batch(run, seq, consumer, lineage));
  }

  private Answer events(Call call) {
    call.allow("after", "page_size", "heads");
    String run = call.name("run");
    long after = call.after();
    boolean heads = call.flag("heads");
    if (call.wantsStream()) {
      var _ = runs.lastEvent(run); // not_found before the stream begins
      return new Answer.Stream(
          "text/event-stream", out -> operations.stream(runs, run, after, heads, out));
    }
    return Answer.json(runs.events(run, after, call.pageSize()));
  }

  private Answer figures(Call call, Function<String, JsonNode> of) {
    call.allow();
    String run = call.name("run");
    return shared.answer(call.asked(), call.maxStale(), () -> of.apply(run));
  }

  /// Small things are made at once for those who want them as they are now.
  ///
  /// @param key what they are of
  private Answer shareable(Call call, String key, Supplier<JsonNode> made) {
    return call.maxStale() == 0
        ? Answer.json(made.get())
        : shared.answer(key, call.maxStale(), made);
  }

  private Answer prompt(Call call) {
    call.allow("prompt_id");
    String prompt =
        call.text("prompt_id")
            .orElseThrow(
                () -> Refusal.at("prompt_id", Code.INVALID_FIELD, "This parameter is missing."));
    return Answer.json(runs.prompt(call.name("run"), prompt));
  }

  private Answer metrics(Call call) {
    call.allow("after", "page_size");
    String run = call.name("run");
    long after = call.whole("after", 0, Integer.MAX_VALUE, 0);
    int size = call.pageSize();
    return shared.answer(call.asked(), call.maxStale(), () -> runs.metrics(run, after, size));
  }

  private Answer export(Call call) {
    call.allow();
    String run = call.name("run");
    var _ = runs.lastEvent(run);
    return new Answer.Stream(
        "application/x-ndjson", out -> runs.export(run, line -> write(out, line)));
  }

  private static void write(OutputStream out, byte[] line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("The client went away.", e);
    }
  }
}
