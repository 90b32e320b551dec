package dev.coxswain.benchmarks.load;

import dev.coxswain.benchmarks.Machine;
import dev.coxswain.benchmarks.Results;
import dev.coxswain.benchmarks.Results.Answered;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How fast the service is: starts servers of its own on folders of its own, and loads them.
///
/// The load generator shares the cores with the server. Every repetition has a new server and a new
/// history, but for the long history and the big pool, which are made once and started on each
/// time.
public final class ServiceLoad {

  static final String POOL = "load";
  static final String HEAP = "512m"; // as the command line has it

  private static final int PROMPTS = 40_315;
  private static final int OUTCOMES = 1_000_000;
  private static final int REPETITIONS = 3;
  private static final Path FOLDER = Path.of("runs", "load");
  private static final Path RESULTS = Path.of("benchmarks", "results");
  private static final String HELP =
      """
      make load                     all questions, three times (some 20 minutes)
      make load ARGS="observe runs" only these: start select observe runs viewers stop history pool

      Figures also go to benchmarks/results, in a file named for the machine and the questions.
      """;

  private final List<String> asked;
  private final Map<String, Collected> figures = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private ServiceLoad(List<String> asked) {
    this.asked = asked;
  }

  /// @param arguments names of questions; all if there are none
  public static void main(String[] arguments) throws IOException {
    List<String> asked = List.of(arguments);
    if (asked.contains("--help")) {
      System.out.print(HELP);
      return;
    }
    Results results = new ServiceLoad(asked).results();
    System.out.print(results.markdown());
    Path file = RESULTS.resolve(results.machine().slug() + name(asked) + ".json");
    Files.createDirectories(RESULTS);
    Files.writeString(file, results.json());
    System.err.println("Written: " + file);
  }

  private static String name(List<String> asked) {
    return asked.isEmpty() ? "-load" : "-load-" + String.join("-", asked);
  }

  private boolean isAsked(String name) {
    return asked.isEmpty() || asked.contains(name);
  }

  private Collected of(String name, String text) {
    texts.put(name, text);
    System.err.println(name);
    return figures.computeIfAbsent(name, absent -> new Collected());
  }

  private Results results() throws IOException {
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      repeat();
    }
    if (isAsked("history")) {
      LongHistory history = new LongHistory(fresh("history"), OUTCOMES);
      history.measure(REPETITIONS, of("history", history.text()));
    }
    if (isAsked("pool")) {
      new BigPool(fresh("pool")).measure(REPETITIONS, of("pool", BigPool.text()));
    }
    delete(FOLDER);
    List<Answered> answered = new ArrayList<>();
    figures.forEach((name, its) ->
        answered.add(new Answered(name, texts.getOrDefault(name, ""), its.figures())));
    return new Results(Machine.here(), LocalDate.now(ZoneOffset.UTC).toString(), answered);
  }

  /// One repetition of what needs no long preparation, on one server.
  private void repeat() throws IOException {
    try (Server server = Server.start(fresh("service"), HEAP)) {
      Collected start = of("start", "A server on an empty folder; Java heap " + HEAP);
      start.add("load average of the machine", "", loadAverage(), "idle");
      start.add("ready, empty", "s", server.readySeconds(), "≤ 5");
      start.add("resident", "MiB", server.resident(), "");
      try (Client client = server.client()) {
        long begun = System.nanoTime();
        Trainer.pool(client, POOL, PROMPTS);
        start.add(
            "import of %,d prompts".formatted(PROMPTS), "s", (System.nanoTime() - begun) / 1e9, "");
      }
      for (Question question :
          List.of(new Selects(PROMPTS), new Observes(), new ManyRuns(), new Viewers())) {
        if (isAsked(question.name())) {
          question.measure(server, of(question.name(), question.text()));
        }
      }
      if (isAsked("stop")) {
        Stops.measure(server, of("stop", Stops.text()));
      }
    }
  }

  /// Over the last minute: 0 if nobody else is at work.
  private static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static Path fresh(String name) throws IOException {
    Path folder = FOLDER.resolve(name);
    delete(folder);
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
