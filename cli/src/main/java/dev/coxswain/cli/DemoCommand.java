package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.server.http.Clients;
import dev.coxswain.server.http.Service;
import dev.coxswain.server.http.TokenFile;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.store.SqlStore;
import dev.coxswain.trainer.loop.Practice;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.update.Algorithm;
import dev.coxswain.trainer.world.SimulatedWorld;
import dev.coxswain.trainer.world.SimulatedWorlds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `coxswain demo`: a server, a training that it steers, and the page that shows both.
@Command(
    name = "demo",
    description = {
      "Shows the dashboard of a training that is under way: one command, nothing to set up.",
      "The training is simulated; --real trains a small language model on the CPU instead."
    },
    footer = {"", "Example:", "  coxswain demo", "", "Ctrl-C ends it; nothing is left behind."},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {

  private static final int GROUP_SIZE = 8;
  private static final int BATCH_SIZE = 64;
  private static final int CRASH = 40; // the step after which the simulated trainer goes back
  private static final int RESUMED = 36;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--real", description = "Trains a small language model.")
  private boolean real;

  @Option(names = "--port", description = "The port; 0 takes any that is free.")
  private int port;

  @Option(names = "--steps", description = "Steps, after which the page stays; 0 goes on.")
  private int steps;

  @Option(
      names = "--world",
      description = "The simulated world; coxswain replay --help lists them.")
  private String world = "improving:prompts=2000:topics=6:slope=3:gain=0.002";

  @Option(names = "--strategy", description = "How batches are chosen.")
  private String strategy = "hierarchical:size=tiny:control=0.1";

  @Option(
      names = "--pause",
      paramLabel = "MS",
      description = "Between two steps of the simulation, so that it can be watched.")
  private long pause = 400;

  @Option(names = "--no-browser", description = "Prints the address only.")
  private boolean quiet;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public Integer call() throws IOException {
    System.setProperty("coxswain.log", "WARN"); // a line a request would hide the address
    Path folder = Files.createTempDirectory("coxswain-demo");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try {
      serve(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      delete(folder);
      closed.countDown();
    }
    return ExitCode.OK;
  }

  private void serve(Path folder) throws InterruptedException {
    try (SqlStore store = SqlStore.inFolder(folder, 64 << 20);
        Service service =
            Service.start(
                new Service.Settings(
                    "127.0.0.1", port, Set.of(), Optional.empty(), Clients.USUAL, 1, List.of()),
                store,
                EncoderCache.in(folder.resolve("encoders")),
                TokenFile.in(folder, InstantSource.system()),
                new PromptPredictiveModel(),
                InstantSource.system(),
                () -> Map.of("storage", store.trouble()))) {
      URI server = URI.create("http://127.0.0.1:" + service.port());
      say("The dashboard is at %s/dashboard#demo/overview".formatted(server));
      if (!quiet) {
        Browser.open(server.resolve("/dashboard#demo/overview"));
      }
      if (real) {
        say("Warming up a small language model; the first time this takes some minutes.");
        try (Practice practice =
            Practice.begin(realConfig(), 0, CacheFolder.usual(), this::warmedUp)) {
          train(List.of(new SteeredLoop(server, new Trainee.Real(practice), "demo")));
        }
      } else {
        train(simulated(server));
      }
      say("Ctrl-C ends it.");
      asked.await();
    }
  }

  private void warmedUp(int step, int all, double loss) {
    if (step * 10 / all > (step - 1) * 10 / all) {
      say("Warmed up by %d %%.".formatted(100 * step / all));
    }
  }

  private static TrainingConfig realConfig() {
    return TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());
  }

  /// The run that is shown, and beside it one of random batches to compare it with.
  private List<SteeredLoop> simulated(URI server) {
    SimulatedWorld simulated = SimulatedWorlds.parse(world, GROUP_SIZE);
    return Stream.of("demo", "demo-uniform")
        .map(run ->
            new SteeredLoop(server, new Trainee.Simulated(simulated, simulated.begin(0)), run))
        .toList();
  }

  private void train(List<SteeredLoop> loops) throws InterruptedException {
    loops.getFirst().begin("demo", strategy, GROUP_SIZE);
    for (SteeredLoop uniform : loops.subList(1, loops.size())) {
      uniform.begin("demo", "uniform", GROUP_SIZE);
    }
    long seq = 1;
    for (int step = 1; (steps == 0 || step <= steps) && !stopping(Duration.ZERO); step++, seq++) {
      for (SteeredLoop loop : loops) {
        loop.step(step, seq, real ? BATCH_SIZE / 2 : BATCH_SIZE, GROUP_SIZE);
      }
      if (step == CRASH && !real) {
        for (SteeredLoop loop : loops) {
          loop.rewind(RESUMED);
        }
        seq = RESUMED;
      }
      if (!real && stopping(Duration.ofMillis(pause))) {
        return;
      }
    }
  }

  private boolean stopping(Duration within) throws InterruptedException {
    return asked.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void say(String words) {
    spec.commandLine().getErr().println(words);
    spec.commandLine().getErr().flush();
  }

  /// Runs when the process is told to stop.
  private void stop() {
    asked.countDown();
    try {
      if (closed.await(10, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.OK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete %s.".formatted(folder), e);
    }
  }
}
