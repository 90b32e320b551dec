package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.SavedBelief;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.SnapshotFormat;
import dev.coxswain.trainer.world.SimulatedWorlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayCommandTest {

  @TempDir private Path folder;
  private Path pool = Path.of("");
  private Path outcomes = Path.of("");

  @BeforeEach
  void write() throws IOException {
    pool = lines("pool.jsonl", 30, "{\"prompt_id\": \"p%d\", \"prompt\": \"Add %d and seven.\"}");
    outcomes =
        lines("outcomes.jsonl", 30, "{\"prompt_id\": \"p%d\", \"successes\": %d, \"trials\": 32}");
  }

  private Path lines(String name, int count, String format) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        IntStream.range(0, count)
            .mapToObj(i -> format.formatted(i, i))
            .collect(Collectors.joining("\n")));
  }

  private Ran recorded(String... more) {
    return Ran.of(
        Stream.concat(
                Stream.of("replay", "--pool=" + pool, "--outcomes=" + outcomes, "--steps=3"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Ran simulated(String... more) {
    return Ran.of(
        Stream.concat(
                Stream.of("replay", "--world=drift:prompts=30", "--steps=3", "--quiet"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void replay_recorded_printsATableAndWritesEverything() throws IOException {
    Path json = folder.resolve("out/replay.json");
    Path html = folder.resolve("out/replay.html");
    Ran ran =
        recorded(
            "--strategies=gps:size=tiny,mopps,uniform",
            "--batch-size=6",
            "--seeds=2",
            "--json=" + json,
            "--html=" + html,
            "--save=" + folder.resolve("saved"));

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("mopps seed=1 step=3 effective=", " left=0s");
    assertThat(ran.lines()).hasSize(6);
    assertThat(ran.lines().getFirst()).startsWith("strategy");
    assertThat(ran.lines().getLast()).contains("chose the most mixed groups: ");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.at("/config/encoder").asText()).isEqualTo("hash");
    assertThat(report.at("/config/strategies/2").asText()).isEqualTo("uniform");
    assertThat(report.at("/strategies/uniform/coverage/mean").asDouble()).isEqualTo(18);
    assertThat(html).content().contains("replay report", "</html>");
    Path saved = folder.resolve("saved/gps:size=tiny").resolve(ReplayCommand.BELIEF_FILE);
    SavedBelief belief = SavedBelief.of(SnapshotFormat.read(Files.readAllBytes(saved)));
    assertThat(belief.promptIds()).hasSize(30).contains("p0", "p29");
    assertThat(PoolEncoder.restore(belief.encoder())).isNotNull();
  }

  @Test
  void replay_simulated_needsNoFiles() {
    Ran ran = simulated("--strategies=mopps", "--batch-size=4", "--once-per-epoch");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines().get(1)).startsWith("mopps").contains(" 12 ");
  }

  @Test
  void replay_whatIsLeftOut_isWarnedOf() throws IOException {
    outcomes =
        lines("few.jsonl", 20, "{\"prompt_id\": \"p%d\", \"successes\": %d, \"trials\": 32}");
    Ran ran = recorded("--strategies=uniform", "--batch-size=25", "--quiet");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .isEqualToIgnoringNewLines(
            "Warning: 10 prompts of the pool have no outcome and are left out."
                + "Warning: the batch size (25) is larger than the pool (20 prompts); every batch is short.");
  }

  /// MixedGroup(2) of dps stands for any k.
  @Test
  void replay_settingsThatDoNotFit_areWarnedOf() {
    Ran ran =
        simulated(
            "--strategies=gps:size=tiny:utility=mixed:group=6:per-token=on,dps,hierarchical:size=tiny:group=4",
            "--group-size=4",
            "--batch-size=2");
    assertThat(ran.code()).isZero();
    assertThat(ran.err().lines())
        .containsExactly(
            "Warning: gps:size=tiny:utility=mixed:group=6:per-token=on chooses for groups of 6 rollouts,"
                + " but here they have 4; write gps:size=tiny:utility=mixed:per-token=on:group=4.",
            "Warning: gps:size=tiny:utility=mixed:group=6:per-token=on takes utility per token,"
                + " but a replay has no tokens; per-token=on changes nothing.");
  }

  @Test
  void replay_manySteps_areToldOfInTenLines() {
    Ran ran = Ran.of("replay", "--world=drift:prompts=90", "--strategies=mopps", "--steps=19");
    assertThat(ran.err().lines()).hasSize(10).last().asString().contains(" step=19 ");
  }

  @Test
  void replay_idFromContent_matchesOutcomesByTheTextsHash() throws IOException {
    pool = lines("same.jsonl", 3, "{\"prompt_id\": \"p\", \"prompt\": \"Add %d and seven.\"}");
    Ran without = recorded();
    assertThat(without.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(without.err()).contains("let ids be made from the texts: --id-from-content.");

    Ran others = recorded("--id-from-content");
    assertThat(others.code()).isEqualTo(ExitCode.USAGE);
    assertThat(others.err())
        .contains(
            "In --outcomes, whose ids must be the texts' SHA-256 by --id-from-content: None of the 3");

    String hash = // sha256sum of "Add 2 and seven."
        "f611c3d3bf3b7d26c8cc030f9a5d3ed99a3aeefbb8cb6de498f7ef8521c8d24b";
    outcomes =
        Files.writeString(
            folder.resolve("hashed.jsonl"),
            "{\"prompt_id\": \"%s\", \"successes\": 3, \"trials\": 8}".formatted(hash));
    Ran hashed = recorded("--id-from-content", "--strategies=uniform", "--batch-size=1");
    assertThat(hashed.code()).isZero();
    assertThat(hashed.err()).contains("2 prompts of the pool have no outcome");
  }

  @Test
  void help_asked_namesEveryWorldAndTheFlagshipFirst() {
    Ran ran = Ran.of("replay", "--help");
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(
            SimulatedWorlds.all().stream()
                .map(SimulatedWorlds.Named::name)
                .collect(Collectors.joining(", ")))
        .contains("Default: hierarchical,gps,mopps,uniform")
        .contains("--id-from-content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --strategies=unifrom   | The strategy "unifrom" is not known | Maybe you meant "uniform".
          --batch-size=0         | The batch size (0) must be at least 1. | In the replay's settings
          --steps=0              | The number of steps (0) must be at least 1. | settings
          --seeds=0              | The number of seeds (0) must be at least 1. | settings
          --parallel=0           | --parallel (0) must be at least 1. | See coxswain replay --help
          --group-size=0         | The group size (0) must be at least 1. | In --world
          --world=drfit          | The world "drfit" is not known | In --world:
          --pool=p.jsonl         | --world simulates its prompts; --pool and --outcomes cannot be given. | See
          """)
  void replay_badInput_namesIt(String argument, String message, String further) {
    Ran ran =
        argument.startsWith("--world")
            ? Ran.of("replay", argument)
            : Ran.of("replay", "--world=drift:prompts=30", argument);
    assertThat(ran.err()).contains(message).contains(further).doesNotContain("\tat ");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void replay_noWorld_saysWhatToGive() {
    Ran ran = Ran.of("replay", "--pool=" + pool);
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .contains("A replay needs --pool and --outcomes, or --world.", "--world drift");
  }

  @Test
  void replay_missingFile_namesIt() {
    outcomes = folder.resolve("nowhere.jsonl");
    Ran ran = recorded();
    assertThat(ran.code()).isEqualTo(ExitCode.IO);
    assertThat(ran.err()).contains(outcomes.toString()).doesNotContain("\tat ");
  }

  @Test
  void replay_filesThatDoNotFit_areRefused() throws IOException {
    Ran larger = recorded("--group-size=64");
    assertThat(larger.code()).isEqualTo(ExitCode.USAGE);
    assertThat(larger.err())
        .contains(
            "In --outcomes: The prompt \"p0\" has an outcome of 32 trials; a group needs 64.");

    outcomes =
        lines("others.jsonl", 3, "{\"prompt_id\": \"q%d\", \"successes\": %d, \"trials\": 32}");
    Ran others = recorded();
    assertThat(others.code()).isEqualTo(ExitCode.USAGE);
    assertThat(others.err()).contains("None of the 30 prompts of the pool has an outcome");

    outcomes =
        lines("broken.jsonl", 3, "{\"prompt_id\": \"p%d\", \"successes\": 9, \"trials\": %d}");
    Ran broken = recorded();
    assertThat(broken.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(broken.err()).contains("broken.jsonl, line 1: ");

    Ran vectors = recorded("--encoder=given");
    assertThat(vectors.code()).isNotZero();
  }
}
