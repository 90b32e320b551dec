package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P15: bodies that are small to send and large to hold, many at once, against a real process with
/// so little heap that it ends at the first that is held as it asks to be.
@Tag("slow")
final class BombsTest {

  private static final int HEAP = 96; // MiB; some 30 are in use when nobody asks for anything
  private static final int BODY = 8 << 20;
  private static final int AT_ONCE = 16;
  private static final String OBSERVE = "/v1/runs/r:observe";

  @TempDir private Path folder = Path.of("");

  /// A body, and what it must be refused with.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bomb(String name, String encoding, byte[] body, int status) {

    static Bomb of(String name, String text, int status) {
      return new Bomb(name, "identity", text.getBytes(StandardCharsets.UTF_8), status);
    }
  }

  private static List<Bomb> bombs() throws IOException {
    String keys =
        IntStream.range(0, 620_000)
            .mapToObj(i -> "\"%x\":1".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));
    return List.of(
        Bomb.of("empty objects", "[" + "{},".repeat(BODY / 3 - 10) + "{}]", 413),
        Bomb.of("numbers", "[" + "0,".repeat(BODY / 2 - 10) + "0]", 413),
        Bomb.of("keys", keys, 413),
        Bomb.of("depth 10^6", "[".repeat(1_000_000), 400),
        Bomb.of("one text", "{\"a\":\"" + "x".repeat(BODY - 10) + "\"}", 400),
        new Bomb("gzip 1000:1", "gzip", gzip(100 << 20), 413));
  }

  private static byte[] gzip(int zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[zeros]);
    }
    assertThat(packed.size()).isLessThan(zeros / 1000);
    return packed.toByteArray();
  }

  @Test
  void bodies_thatExpand_areRefusedByAServerWithLittleHeap() throws Exception {
    ServerProcess server = new ServerProcess(HEAP, folder);
    server.json("PUT", "/v1/pools/p", "{}");
    server.json(
        "POST", "/v1/pools/p:upsert", "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"one\"}]}");
    server.json("PUT", "/v1/runs/r", "{\"pool\":\"p\",\"strategy\":\"mopps\",\"group_size\":4}");
    String before = server.json("GET", "/v1/runs/r", "");
    try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Bomb bomb : bombs()) {
        Callable<Integer> one = () -> server.status(OBSERVE, bomb.encoding(), bomb.body());
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> status :
            clients.invokeAll(IntStream.range(0, AT_ONCE).mapToObj(i -> one).toList())) {
          statuses.add(status.get());
        }
        assertThat(statuses).as(bomb.name()).containsOnly(bomb.status());
      }
    }
    assertThat(server.json("GET", "/v1/runs/r", "")).isEqualTo(before);
    server.kill();
  }
}
