package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainCommandTest {

  @TempDir private Path folder;

  private Ran train(String... more) {
    return Ran.of(Ran.train(folder, more));
  }

  private List<Path> written() {
    return List.copyOf(contents().keySet());
  }

  private Map<Path, String> contents() {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return contents;
  }

  /// On their own, since an option may be given but once.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --strategies=unifrom        | The strategy "unifrom" is not known; there are uniform, dynamic-sampling, mopps, last-seen, learnability, greso, dps, sec, gps, pcl, hierarchical, oracle. | Maybe you meant "uniform".
          --strategies=gps:sise=tiny  | The setting "sise=tiny" of the strategy "gps:sise=tiny" | Maybe you meant "size".
          --strategies=gps,gps        | The strategy "gps" is named twice. | In --strategies
          --strategies=               | The strategy "" is not known | In --strategies
          --steps=0                   | --steps (0) must be at least 1. | See coxswain train --help
          --steps=-3                  | --steps (-3) must be at least 1. | See coxswain train --help
          --steps=many                | 'many' is not an int | --steps
          --seeds=0                   | --seeds (0) must be at least 1. | See
          --parallel=0                | --parallel (0) must be at least 1. | See
          --task=chess                | The task "chess" is not known; there are countdown, chains, lists, countdown-never, countdown-coin, countdown-middle, countdown-hopeless, mixture, mixture-never, mixture-coin. | In --task
          --algorithm=gppo            | The algorithm "gppo" is not known; there are grpo, ppo and reinforce++. | In --algorithm
          --evaluate-on=train         | The held-out set "train" is not known; there are evaluation and validation. | settings
          --learning-rate=fast        | The learning rate (fast) must be a number, for instance 2.5e-4. | settings
          --learning-rate=2.5         | The learning rate (2.5) must lie strictly between 0 and 1. | Maybe 2.5e-4 was meant.
          --learning-rate=mopps=1e-3  | The learning rate of "mopps" is set, but that is none of the strategies [gps, uniform, dynamic-sampling]. | settings
          --batch-size=0              | The batch size (0) must be at least 1. | settings
          --group-size=0              | The group size (0) must be at least 1. | settings
          --evaluate-every=0          | The steps between evaluations (0) must be at least 1. | settings
          --evaluation-samples=0      | The evaluation samples (0) must be at least 1. | settings
          --pool-size=0               | The pool size (0) must be at least 1. | settings
          --warmup-steps=0            | The steps (0), batch (128) | settings
          --stepz=3                   | Unknown option: '--stepz=3' | See coxswain train --help
          """)
  void train_badInput_namesItAndWritesNothing(String argument, String message, String further) {
    Ran ran =
        Ran.of(
            "train", "--out=" + folder.resolve("out"), "--cache=" + folder.resolve("c"), argument);
    assertThat(ran.err()).contains(message).contains(further);
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).doesNotContain("\tat ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void train_outputBelowAFile_saysSoAndLeavesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Ran ran = Ran.of("train", "--out=" + file.resolve("out"), "--cache=" + folder.resolve("c"));
    assertThat(ran.code()).isEqualTo(ExitCode.IO);
    assertThat(ran.err())
        .contains("Cannot write " + file.resolve("out").resolve("config.json"))
        .doesNotContain("\tat ");
    assertThat(file).hasContent("mine");
    assertThat(written()).containsExactly(Path.of("file"));
  }

  @Test
  void train_outputIsAFile_saysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Ran ran = Ran.of("train", "--out=" + file, "--cache=" + folder.resolve("c"));
    assertThat(ran.code()).isEqualTo(ExitCode.IO);
    assertThat(ran.err()).contains("%s is a file, not a folder.".formatted(file));
    assertThat(file).hasContent("mine");
  }

  @Test
  void train_miniature_writesMetricsAndReport() throws IOException {
    Ran ran = train();
    assertThat(ran.err())
        .contains("uniform seed=0 step=0 held-out=", "gps:size=tiny seed=0 step=2");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines()).last().isEqualTo("Report: " + folder.resolve("out/report.html"));
    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
    assertThat(report.get("steps").asInt()).isEqualTo(2);
    assertThat(report.get("strategies").has("uniform")).isTrue();
    assertThat(report.get("config").get("batch_size").asInt()).isEqualTo(2);
    assertThat(folder.resolve("out/report.html")).content().contains("</html>");
    assertThat(folder.resolve("out/uniform/0/metrics.jsonl")).content().hasLineCount(3);
  }

  @Test
  void train_otherGroupSize_isWarnedOf() {
    Ran ran =
        Ran.of(
            Stream.of(Ran.train(folder, "--quiet"))
                .map(argument ->
                    argument.startsWith("--strategies")
                        ? "--strategies=hierarchical:size=tiny"
                        : argument)
                .toArray(String[]::new));
    assertThat(ran.err().lines())
        .contains(
            "Warning: hierarchical:size=tiny chooses for groups of 8 rollouts, but here they have 2;"
                + " write hierarchical:size=tiny:group=2.");
  }

  /// What a finished training refuses and what it goes on with; one test, since it needs one.
  @Test
  void train_intoAnExistingFolder_onlyResumesItsOwn() throws IOException {
    train("--quiet");
    Map<Path, String> before = contents();

    Ran again = train();
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err())
        .contains("The folder %s already holds trainings.".formatted(folder.resolve("out")))
        .contains("--resume", "--out");

    Ran other = train("--resume", "--learning-rate=1e-3");
    assertThat(other.code()).isEqualTo(ExitCode.CONFLICT);
    assertThat(other.err())
        .contains("holds trainings of another config: learning_rates is", "0.001", "--out");
    assertThat(contents()).isEqualTo(before);

    Ran same = train("--resume", "--json", "--quiet");
    assertThat(same.code()).isZero();
    assertThat(same.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(same.out()).has("strategies")).isTrue();
    assertThat(contents()).isEqualTo(before);

    assertCorruptCheckpointIsRefused();
    assertCorruptMetricsAreRefused();
    assertCorruptWarmUpIsRefused();
  }

  private void assertCorruptCheckpointIsRefused() throws IOException {
    Path metrics = folder.resolve("out/uniform/0/metrics.jsonl");
    List<String> lines = Files.readAllLines(metrics);
    Files.write(metrics, lines.subList(0, 2));
    assertRefused(folder.resolve("out/uniform/0/checkpoint.snapshot"), "delete its folder");
    Files.write(metrics, lines);
  }

  private void assertCorruptMetricsAreRefused() throws IOException {
    assertRefused(folder.resolve("out/uniform/0/metrics.jsonl"), "line 2");
  }

  private void assertCorruptWarmUpIsRefused() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      assertRefused(files.findFirst().orElseThrow(), "delete the file");
    }
  }

  /// Damages the file's middle, expects a refusal that names it, and mends it.
  private void assertRefused(Path file, String advice) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] = (byte) (damaged[damaged.length / 2] ^ 0x40);
    Files.write(file, damaged);
    Map<Path, String> before = contents();
    Ran ran = train("--resume", "--quiet");
    assertThat(ran.err()).contains(file.toString(), advice).doesNotContain("\tat ");
    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(contents()).isEqualTo(before);
    Files.write(file, whole);
  }
}
