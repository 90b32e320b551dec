package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.coxswain.server.http.Scope;
import dev.coxswain.server.http.TokenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `coxswain run` against a server that runs: one whose run has come to step 6.
final class RunCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder = Path.of("");
  private static SteeredServer server;

  @BeforeAll
  static void start() throws InterruptedException {
    server = new SteeredServer(folder.resolve("data"));
    server.train("steered", "mopps", 6);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Ran run(String... arguments) {
    return ran(server.uri().toString(), arguments);
  }

  private static Ran ran(String address, String... arguments) {
    return Ran.of(
        Stream.of(new String[] {"run"}, arguments, new String[] {"--server", address})
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.code()).as(ran.err()).isZero();
    return JSON.readTree(ran.out());
  }

  @Test
  void create_newThenAgainThenOtherwise_isMadeFoundAndAConflict() throws IOException {
    String[] create = {"create", "made", "--pool=arithmetic", "--group-size=8", "--encoder=given"};
    Ran made = run(create);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err()).isEqualTo("The run made was made.\n");
    assertThat(made.lines())
        .contains("run\tmade", "pool\tarithmetic", "group_size\t8", "seed\t0", "batches\t0");
    assertThat(run(create).err()).isEqualTo("The run made was there already, made so.\n");
    Ran otherwise = run("create", "made", "--pool=arithmetic", "--group-size=4", "--encoder=given");
    assertThat(otherwise.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(otherwise.out()).isEmpty();
    assertThat(otherwise.err())
        .isEqualTo(
            """
            The run made is there with another configuration: group_size. Take another name, or its configuration.
            group_size is 8; asked for was 4.
            """);
  }

  @Test
  void create_everySetting_isSentAsItWasSaid() throws IOException {
    JsonNode config =
        json(run(
                "create",
                "detailed",
                "--pool=arithmetic",
                "--group-size=8",
                "--strategy=uniform",
                "--seed=9007199254740991",
                "--encoder=given",
                "--group-timeout=90.5",
                "--learn-wait=2.5",
                "--json"))
            .get("config");
    assertThat(config)
        .isEqualTo(
            JSON.readTree(
                """
                {"pool": "arithmetic", "strategy": "uniform", "group_size": 8,
                 "seed": 9007199254740991, "encoder": "given",
                 "group_timeout_seconds": 90.5, "learn_wait_seconds": 2.5}\
                """));
  }

  @Test
  void create_withWhatTheServerRefuses_isInvalidOrNotFound() {
    Ran none = run("create", "none", "--pool=arithmetic", "--group-size=0");
    assertThat(none.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(none.err()).startsWith("group_size: ");
    Ran nowhere = run("create", "none", "--pool=nowhere", "--group-size=8");
    assertThat(nowhere.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(nowhere.err()).startsWith("pool: ");
    assertThat(run("create", "none").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void list_any_isALineARun() throws IOException {
    assertThat(run("list").lines()).contains("steered\tarithmetic\tmopps:control=0.05\t6\t6\t0");
    Ran asJson = run("list", "--json");
    assertThat(asJson.code()).isZero();
    for (String line : asJson.lines()) {
      assertThat(JSON.readTree(line).path("config").isObject()).isTrue();
    }
  }

  @Test
  void show_run_saysHowFarItHasCome() throws IOException {
    assertThat(run("show", "steered").lines())
        .contains("strategy\tmopps:control=0.05", "lineage\t2", "batches\t6", "head\tdefault 6");
    assertThat(json(run("show", "steered", "--json"))).isEqualTo(get("/v1/runs/steered"));
  }

  private static JsonNode get(String path) throws IOException {
    try {
      return server.get(path);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void show_unknownName_isNotFound() {
    for (String name : new String[] {"nobody", "a b/../c?d"}) {
      Ran ran = run("show", name);
      assertThat(ran.code()).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(ran.out()).isEmpty();
    }
    assertThat(run("show", "nobody").err()).isEqualTo("There is no run nobody.\n");
  }

  @Test
  void rewind_onlyWithYes_abandonsWhatCameAfter() throws IOException {
    assertThat(run("fork", "steered", "back", "--from-step=6").code()).isZero();
    Ran asked = run("rewind", "back", "--to-step=4");
    assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err())
        .startsWith(
            "This would abandon what back selected after step 4 (now default at 6). Say --yes to do it.");
    assertThat(get("/v1/runs/back").get("batches").intValue()).isEqualTo(6);
    Ran done = run("rewind", "back", "--to-step=4", "--yes");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.lines())
        .containsExactly("run\tback", "lineage\t2", "batches\t4", "head\tdefault 4");
    assertThat(json(run("rewind", "back", "--to-step=2", "--consumer=default", "--yes", "--json")))
        .isEqualTo(
            JSON.readTree(
                """
                {"run": "back", "lineage": "3", "head": {"default": 2}, "batches": 2}\
                """));
    assertThat(run("rewind", "nobody", "--to-step=4").code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void fork_fromAStep_sharesWhatWasBefore() {
    Ran made = run("fork", "steered", "branch", "--from-step=3", "--consumer=default");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err()).isEqualTo("The run branch was made.\n");
    assertThat(made.lines()).contains("run\tbranch", "head\tdefault 3");
    assertThat(run("fork", "steered", "branch", "--from-step=3").err())
        .isEqualTo("The run branch was there already, made so.\n");
    Ran otherwise = run("fork", "steered", "branch", "--from-step=2");
    assertThat(otherwise.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(otherwise.err())
        .isEqualTo("run: The run branch is there, and was not forked so; take another name.\n");
  }

  @Test
  void export_run_isItsHistoryALineAnEvent() throws IOException {
    Ran exported = run("export", "steered");
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(JSON.readTree(exported.lines().getFirst()).get("format").textValue())
        .isEqualTo("coxswain-run");
    long events = get("/v1/runs/steered").get("event").longValue();
    assertThat(exported.lines()).hasSize((int) events + 1);
    assertThat(run("export", "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void any_noServer_isUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Ran ran = ran("http://127.0.0.1:" + port + "/", "list");
    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            """
            The server at http://127.0.0.1:%d cannot be reached.
            Maybe it does not run (coxswain serve starts one), or is elsewhere (--server).
            """
                .formatted(port));
  }

  @Test
  void any_otherProgramThere_isSaid() throws IOException {
    try (Other other = new Other(0, "<html>hello</html>")) {
      Ran ran = ran(other.address(), "show", "steered");
      assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
      assertThat(ran.err())
          .isEqualTo(
              """
              The server at %s answered 200, and not as Coxswain does.
              Maybe another program listens there, or a proxy stands in front.
              """
                  .formatted(other.address()));
    }
  }

  @Test
  void export_brokenOff_isNotTakenForWhole() throws IOException {
    try (Other other = new Other(1000, "{\"event\":1}\n{\"ev")) {
      Ran ran = ran(other.address(), "export", "steered");
      assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(ran.lines()).first().isEqualTo("{\"event\":1}");
      assertThat(ran.err())
          .isEqualTo(
              "The answer of %s broke off; what came of it is not whole.\n"
                  .formatted(other.address()));
    }
  }

  /// Another program: promises so many bytes, sends some text, and closes.
  private record Other(HttpServer server) implements AutoCloseable {

    Other(int promised, String text) throws IOException {
      this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, Math.max(promised, bytes.length));
            OutputStream out = exchange.getResponseBody();
            out.write(bytes);
            out.flush();
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void any_withTokens_isAllowedWhatTheTokenAllows() throws IOException {
    Path data = folder.resolve("guarded");
    TokenFile tokens = TokenFile.in(data, InstantSource.system());
    Path reader =
        Files.writeString(
            folder.resolve("reader"),
            tokens.create(EnumSet.of(Scope.READ), "*", Optional.empty()) + "\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "cox_wrong_wrong");
    try (SteeredServer guarded = new SteeredServer(data, tokens)) {
      String address = guarded.uri().toString();
      Ran nobody = ran(address, "list", "--token-file", wrong.toString());
      assertThat(nobody.code()).isEqualTo(ExitCode.UNAUTHORIZED);
      assertThat(nobody.err())
          .isEqualTo(
              """
              Send a token that is valid: Authorization: Bearer cox_…; coxswain token create makes one.
              Here it is taken from --token-file, COXSWAIN_TOKEN or COXSWAIN_TOKEN_FILE.
              """);
      assertThat(ran(address, "list", "--token-file", reader.toString()).code()).isZero();
      Ran maker =
          ran(
              address,
              "create",
              "one",
              "--pool=p",
              "--group-size=8",
              "--token-file",
              reader.toString());
      assertThat(maker.code()).isEqualTo(ExitCode.UNAUTHORIZED);
      assertThat(maker.err()).isEqualTo("The token does not have the scope \"admin\".\n");
    }
  }

  @Test
  void run_withoutASubcommand_saysWhatThereIs() {
    Ran ran = Ran.of("run");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("Say what to do: run create, run list, run show,");
  }
}
