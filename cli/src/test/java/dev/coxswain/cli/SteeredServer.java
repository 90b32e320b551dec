package dev.coxswain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.server.http.Clients;
import dev.coxswain.server.http.Service;
import dev.coxswain.server.http.Setting;
import dev.coxswain.server.http.Tokens;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.store.SqlStore;
import dev.coxswain.trainer.world.SimulatedWorld;
import dev.coxswain.trainer.world.SimulatedWorlds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A server with runs of a simulated training, which may be stopped and started again.
final class SteeredServer implements AutoCloseable {

  static final int GROUP_SIZE = 8;
  static final int BATCH_SIZE = 32;

  private final Path folder;
  private final Tokens tokens;
  private final SimulatedWorld world =
      SimulatedWorlds.parse("improving:prompts=400:topics=4:slope=3:gain=0.004", GROUP_SIZE);
  private SqlStore store;
  private Service service;
  private final int port;

  SteeredServer(Path folder) {
    this(folder, Tokens.none());
  }

  SteeredServer(Path folder, Tokens tokens) {
    this.folder = folder;
    this.tokens = tokens;
    store = SqlStore.inFolder(folder, 0);
    service = start(0);
    port = service.port();
  }

  private Service start(int at) {
    return Service.start(
        new Service.Settings(
            "127.0.0.1",
            at,
            Set.of(),
            Optional.empty(),
            Clients.USUAL,
            1,
            List.of(new Setting("port", Integer.toString(at), "flag"))),
        store,
        EncoderCache.none(),
        tokens,
        new PromptPredictiveModel(),
        InstantSource.system(),
        Map::of);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// A run whose trainer goes back once, to the middle.
  void train(String run, String strategy, int steps) throws InterruptedException {
    SteeredLoop loop = new SteeredLoop(uri(), new Trainee.Simulated(world, world.begin(1)), run);
    loop.begin("arithmetic", strategy, GROUP_SIZE);
    for (int step = 1; step <= steps; step++) {
      loop.step(step, step, BATCH_SIZE, GROUP_SIZE);
    }
    loop.rewind(steps / 2);
    for (int step = steps / 2 + 1; step <= steps; step++) {
      loop.step(steps + step, step, BATCH_SIZE, GROUP_SIZE);
    }
  }

  /// A run that has selected nothing.
  void begin(String run) throws InterruptedException {
    new SteeredLoop(uri(), new Trainee.Simulated(world, world.begin(1)), run)
        .begin("arithmetic", "mopps", GROUP_SIZE);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(uri().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }

  void stop() {
    service.close();
    store.close();
  }

  /// At the same port, with what is on disk.
  void startAgain() {
    store = SqlStore.inFolder(folder, 0);
    service = start(port);
  }

  @Override
  public void close() {
    stop();
  }
}
