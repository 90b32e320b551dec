package dev.coxswain.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs the benchmarks: tables on stdout as they come, all figures of a whole run in one JSON file.
public final class Benchmarks {

  private static final String KEEP = "--keep";
  private static final Path RESULTS = Path.of("benchmarks", "results");
  private static final Path EVIDENCE = Path.of("docs", "evidence", "speed.md");
  private static final Path GROWTH = Path.of("docs", "evidence", "pool-growth.svg");

  private static final String HELP =
      """
      make bench                        all benchmarks; figures also go to benchmarks/results and
                                        replace the tables of docs/evidence/speed.md
      make bench ARGS="greedy scorer"   only these; nothing is written
      make bench ARGS="--keep pool"     only this; its figures go to benchmarks/results, and of
                                        "pool" a picture to docs/evidence

      No figure is a test: targets stand beside the figures. Times are CPU-seconds of the process, so a busy
      machine disturbs them less than the clock's. The first run warms a policy up (2 minutes) and keeps it
      where `coxswain train` does.
      """;

  private Benchmarks() {}

  static List<Benchmark> all() {
    Practice practice = new Practice(cache());
    return List.of(
        new MemorySlope(practice), // first: what others leave in the heap would be counted
        new SteeringShare(practice),
        new PolicySpeed(practice),
        new PoolSpeed(),
        new ScorerSpeed(),
        new GreedySpeed());
  }

  private static Path cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(configured);
    return caches.resolve("coxswain");
  }

  /// @param arguments names of benchmarks, `--keep`, or `--help`
  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(help());
      return;
    }
    List<String> names = Stream.of(arguments).filter(name -> !name.equals(KEEP)).toList();
    Results results = run(chosen(names));
    System.out.println(results.origin());
    if (names.isEmpty()) {
      keep(results, "");
      Evidence.refresh(EVIDENCE, results);
      System.out.println("The tables are in " + EVIDENCE + ".");
    } else if (List.of(arguments).contains(KEEP)) {
      keep(results, "-" + String.join("-", names));
    }
  }

  private static void keep(Results results, String suffix) throws IOException {
    Path file = RESULTS.resolve(results.machine().slug() + suffix + ".json");
    Files.createDirectories(RESULTS);
    Files.writeString(file, results.json());
    System.out.println("All figures are in " + file + ".");
    for (Results.Answered answered : results.benchmarks()) {
      if (answered.name().equals("pool")) {
        Files.writeString(GROWTH, GrowthPlot.svg(answered.figures()));
        System.out.println("How they grow with the pool is drawn in " + GROWTH + ".");
      }
    }
  }

  static String help() {
    StringBuilder text = new StringBuilder(HELP).append('\n');
    all().forEach(b -> text.append("  %-10s%s.%n".formatted(b.name(), b.question())));
    return text.toString();
  }

  /// Those of these names, in the usual order; all if none is named.
  static List<Benchmark> chosen(List<String> names) {
    List<String> known = all().stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "The benchmark (%s) must be one of %s.".formatted(name, String.join(", ", known)));
      }
    }
    return all().stream().filter(b -> names.isEmpty() || names.contains(b.name())).toList();
  }

  private static Results run(List<Benchmark> chosen) {
    Machine machine = Machine.here(); // first: a commit made during the run is not what ran
    List<Results.Answered> answered = new ArrayList<>();
    for (Benchmark benchmark : chosen) {
      List<Figure> figures = new ArrayList<>();
      benchmark.measure(figures::add);
      Results.Answered answer =
          new Results.Answered(benchmark.name(), benchmark.question(), figures);
      System.out.print(answer.markdown());
      answered.add(answer);
    }
    return new Results(machine, LocalDate.now(ZoneOffset.UTC).toString(), answered);
  }
}
