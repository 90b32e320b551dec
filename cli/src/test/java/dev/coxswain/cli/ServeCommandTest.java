package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.math.RandomKey;
import java.io.IOException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real process: started, killed, stopped.
final class ServeCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;

  @TempDir private Path folder = Path.of("");

  /// What clients sent, and what of it was acknowledged.
  private static final class Sent {
    private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> batches = new ConcurrentHashMap<>(); // by run and seq
  }

  private static void prepare(ServerProcess server) throws IOException, InterruptedException {
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
  private static void train(ServerProcess server, String run, long from, Sent sent) {
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

  private static Set<String> stored(ServerProcess server) throws IOException, InterruptedException {
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
    ServerProcess server = new ServerProcess(folder);
    prepare(server);
    for (int cycle = 0; cycle < cycles; cycle++) {
      List<Thread> trainers = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String run = "r" + client;
        long head =
            JSON.readTree(server.json("GET", "/v1/runs/" + run, ""))
                .at("/head/default")
                .longValue();
        ServerProcess alive = server;
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
      server = new ServerProcess(folder);
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
  private static void assertRepeated(ServerProcess server, String run, Sent sent)
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
    ServerProcess server = new ServerProcess(folder);
    prepare(server);
    server.process().destroy();
    assertThat(server.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isZero();
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
