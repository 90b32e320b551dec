package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P23: ten minutes of four trainers, 64 groups a step; prints what memory and disk come to.
@Tag("slow")
final class SoakTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRAINERS = 4;
  private static final long ROUNDS = 20;
  private static final Duration ROUND = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");
  private final AtomicLong outcomes = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();

  private void train(ServerProcess server, int trainer, long until) throws Exception {
    String run = "/v1/runs/r" + trainer;
    long seq = JSON.readTree(server.json("GET", run, "")).at("/head/default").longValue();
    while (System.nanoTime() < until) {
      String ask = "{\"seq\":%d,\"size\":64}".formatted(++seq);
      StringJoiner answers = new StringJoiner(",", "{\"outcomes\":[", "]}");
      int asked = 0;
      for (JsonNode ticket :
          JSON.readTree(server.json("POST", run + ":select", ask)).get("tickets")) {
        String name = ticket.get("ticket").textValue();
        answers.add(
            "{\"ticket\":\"%s\",\"successes\":%d,\"trials\":8}"
                .formatted(name, Math.floorMod(name.hashCode(), 9)));
        asked++;
      }
      JsonNode taken = JSON.readTree(server.json("POST", run + ":observe", answers.toString()));
      assertThat(taken.get("accepted").intValue()).isEqualTo(asked);
      outcomes.addAndGet(asked);
      steps.incrementAndGet();
    }
  }

  private long resident(ServerProcess server) throws IOException {
    return Files.readAllLines(Path.of("/proc", server.process().pid() + "", "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void trainers_tenMinutes_memoryAndDiskAreTold() throws Exception {
    ServerProcess server = new ServerProcess(folder);
    StringBuilder prompts = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      prompts.append("{\"prompt_id\":\"p%d\",\"prompt\":\"What is %d?\"}\n".formatted(i, i));
    }
    server.json("PUT", "/v1/pools/p", "{}");
    server.send("POST", "/v1/pools/p:import", "application/x-ndjson", prompts.toString());
    for (int trainer = 0; trainer < TRAINERS; trainer++) {
      server.json(
          "PUT",
          "/v1/runs/r" + trainer,
          "{\"pool\":\"p\",\"strategy\":\"mopps\",\"group_size\":8}");
    }
    System.out.println("seconds\tsteps\toutcomes\tresident_mib\tdatabase_bytes_per_outcome");
    try (ExecutorService trainers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long round = 1; round <= ROUNDS; round++) {
        long until = System.nanoTime() + ROUND.toNanos();
        List<Callable<Boolean>> courses = new ArrayList<>();
        for (int trainer = 0; trainer < TRAINERS; trainer++) {
          int number = trainer;
          courses.add(() -> {
            train(server, number, until);
            return true;
          });
        }
        for (Future<Boolean> course : trainers.invokeAll(courses)) {
          assertThat(course.get()).isTrue();
        }
        System.out.printf(
            "%d\t%d\t%d\t%d\t%.1f%n",
            round * ROUND.toSeconds(),
            steps.get(),
            outcomes.get(),
            resident(server) >> 20,
            (double) Files.size(folder.resolve("coxswain.db")) / outcomes.get());
      }
    } finally {
      server.kill();
    }
  }
}
