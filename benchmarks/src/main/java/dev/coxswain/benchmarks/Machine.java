package dev.coxswain.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Where and of what a figure was measured.
///
/// @param cpu the processor's model name
/// @param cores that the JVM sees
/// @param jdk its runtime version
/// @param commit short hash of the sources, with "-changed" behind it if they were changed since
public record Machine(String cpu, int cores, String jdk, String commit) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  public static Machine here() {
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        sources());
  }

  private static String cpuModel() {
    if (!Files.exists(CPUINFO)) {
      return System.getProperty("os.arch", "unknown");
    }
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch", "unknown"));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + CPUINFO, e);
    }
  }

  private static String sources() {
    String hash = git("rev-parse", "--short", "HEAD");
    String changes =
        git("status", "--porcelain", "--untracked-files=no", "--", "*.java", "*pom.xml");
    return hash + (changes.isEmpty() ? "" : "-changed");
  }

  private static String git(String... arguments) {
    String[] command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? answer.strip() : "unknown";
    } catch (IOException e) {
      return "unknown"; // no git here: the figures are worth having all the same
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  /// A file name without its ending, for instance `amd-epyc-2-cores-b87c430`.
  public String slug() {
    String words = cpu + " " + cores + " cores " + commit;
    return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
