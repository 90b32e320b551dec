package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.math.RandomKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real process: started, killed, stopped.
final class ServeCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING =
      Pattern.compile("Listening at http://127\\.0\\.0\\.1:(\\d+), .*");
  private static final int CLIENTS = 4;

  @TempDir private Path folder = Path.of("");

  /// A server in a process of its own.
  private static final class Server {

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    Server(Path data, String... options) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--add-modules",
                  "jdk.incubator.vector",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Coxswain.class.getName(),
                  "serve",
                  "--port",
                  "0",
                  "--data",
                  data.toString()));
      command.addAll(List.of(options));
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      port = listening();
    }

    private int listening() throws IOException {
      BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
      StringBuilder said = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.matches()) {
          Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
          return Integer.parseInt(matcher.group(1));
        }
        said.append(line).append('\n');
      }
      throw new AssertionError("The server did not start: " + said);
    }

    /// The body of an answer that is good.
    String send(String method, String path, String type, String body)
        throws IOException, InterruptedException {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .header("Content-Type", type)
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    }

    String json(String method, String path, String body) throws IOException, InterruptedException {
      return send(method, path, "application/json", body);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  /// What clients sent, and what of it was acknowledged.
  private static final class Sent {
    private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> batches = new ConcurrentHashMap<>(); // by run and seq
  }

  private static void prepare(Server server) throws IOException, InterruptedException {
    StringBuilder prompts = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      prompts.append("{\"prompt_id\":\"p%d\",\"prompt\":\"What is %d?\"}\n".formatted(i, i));
    }
    server.json("PUT", "/v1/pools/p", "{}");
    server.send("POST", "/v1/pools/p:import", "application/x-ndjson", prompts.toString());
    for (int client = 0; client < CLIENTS; client++) {
      server.json(
          "PUT",
          "/v1/runs/r" + client,
          "{\"pool\":\"p\",\"strategy\":\"mopps\",\"group_size\":8,\"learn_wait_seconds\":60}");
    }
  }

  /// One trainer, until its server dies.
  private static void train(Server server, String run, long from, Sent sent) {
    try {
      for (long seq = from; ; seq++) {
        String batch =
            server.json(
                "POST", "/v1/runs/" + run + ":select", "{\"seq\":%d,\"size\":4}".formatted(seq));
        sent.batches.put(run + ":" + seq, batch);
        for (JsonNode ticket : JSON.readTree(batch).get("tickets")) {
          String name = ticket.get("ticket").textValue();
          int passed = Math.floorMod(name.hashCode(), 9);
          sent.outcomes.add(name + "=" + passed);
          server.json(
              "POST",
              "/v1/runs/" + run + ":observe",
              "{\"outcomes\":[{\"ticket\":\"%s\",\"successes\":%d,\"trials\":8}]}"
                  .formatted(name, passed));
          sent.acknowledged.add(name + "=" + passed);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the server is dead, as it was to be
    }
  }

  private static Set<String> stored(Server server) throws IOException, InterruptedException {
    Set<String> stored = new HashSet<>();
    for (int client = 0; client < CLIENTS; client++) {
      String export = server.json("GET", "/v1/runs/r" + client + "/export", "");
      for (String line : export.lines().toList()) {
        for (JsonNode piece : JSON.readTree(line).path("pieces")) {
          stored.add(piece.get("ticket").textValue() + "=" + piece.get("successes").intValue());
        }
      }
    }
    return stored;
  }

  private void killCycles(int cycles, long seed) throws IOException, InterruptedException {
    RandomGenerator rng = RandomKey.of(seed, "kill").generator();
    Sent sent = new Sent();
    Server server = new Server(folder);
    prepare(server);
    for (int cycle = 0; cycle < cycles; cycle++) {
      List<Thread> trainers = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String run = "r" + client;
        long head =
            JSON.readTree(server.json("GET", "/v1/runs/" + run, ""))
                .at("/head/default")
                .longValue();
        Server alive = server;
        trainers.add(Thread.ofVirtual().start(() -> train(alive, run, head + 1, sent)));
      }
      int wanted = sent.acknowledged.size() + 20 + rng.nextInt(60);
      while (sent.acknowledged.size() < wanted) {
        Thread.onSpinWait();
      }
      server.kill();
      for (Thread trainer : trainers) {
        trainer.join();
      }
      server = new Server(folder);
      assertThat(stored(server)).containsAll(sent.acknowledged);
      assertThat(sent.outcomes).containsAll(stored(server));
      for (int client = 0; client < CLIENTS; client++) {
        assertRepeated(server, "r" + client, sent);
      }
    }
    server.kill();
    assertThat(sent.acknowledged).hasSizeGreaterThan(20 * cycles);
  }

  /// Every batch that was answered is answered so again.
  private static void assertRepeated(Server server, String run, Sent sent)
      throws IOException, InterruptedException {
    for (Map.Entry<String, String> batch : sent.batches.entrySet()) {
      if (batch.getKey().startsWith(run + ":")) {
        String seq = batch.getKey().substring(run.length() + 1);
        assertThat(
                server.json(
                    "POST",
                    "/v1/runs/" + run + ":select",
                    "{\"seq\":%s,\"size\":4}".formatted(seq)))
            .isEqualTo(batch.getValue());
      }
    }
  }

  @Test
  void kill_anyTime_losesNothingAcknowledged() throws Exception {
    killCycles(2, 1);
  }

  @Tag("slow")
  @Test
  void kill_fiveHundredTimes_losesNothingAcknowledged() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      Path whole = folder;
      folder = Files.createDirectory(whole.resolve("run-" + seed));
      killCycles(10, seed);
      folder = whole;
    }
  }

  @Test
  void stop_whenTold_isInGoodOrder() throws Exception {
    Server server = new Server(folder);
    prepare(server);
    server.process.destroy();
    assertThat(server.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process.exitValue()).isZero();
    assertThat(folder.resolve("coxswain.db-wal")).doesNotExist();
  }

  @Test
  void serve_withHalfOfTls_doesNotStart() throws IOException {
    Path nothing = Files.writeString(folder.resolve("nothing.pem"), "");
    Ran half = Ran.of("serve", "--data", folder + "/data", "--tls-key-file", nothing.toString());
    assertThat(half.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(half.err())
        .startsWith("TLS needs a certificate and its key; there is only --tls-key-file.");
    Ran empty =
        Ran.of(
            "serve",
            "--data",
            folder + "/data",
            "--tls-key-file",
            nothing.toString(),
            "--tls-certificate-file",
            nothing.toString());
    assertThat(empty.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(empty.err())
        .isEqualTo(
            "The files %s and %s: There is no certificate; PEM has -----BEGIN CERTIFICATE-----.%n"
                .formatted(nothing, nothing));
  }

  @Test
  void serve_withImpossibleLimits_isAUsageError() {
    Ran ran = Ran.of("serve", "--data", folder + "/data", "--connections-per-address", "0");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .startsWith(
            "The rate (10000.0), the connections (1024) and those of one address (0) must be above 0.");
  }

  @Test
  void serve_openToOthersWithoutToken_doesNotStart() {
    assertThat(Coxswain.run("serve", "--host", "0.0.0.0", "--data", folder.toString()))
        .isEqualTo(ExitCode.CONFIG);
    assertThat(folder).isEmptyDirectory();
  }
}
