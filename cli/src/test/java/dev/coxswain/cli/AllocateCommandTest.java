package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a replay and a training of a few seconds.
final class AllocateCommandTest {

  @TempDir private static Path folder;

  private static Path replay;
  private static Path training;
  private static Path prompts;
  private static Path puzzles;

  @BeforeAll
  static void runs() throws IOException {
    Path pool = write("pool.jsonl", 40, i -> "What is %d + %d?".formatted(i, 7 * i));
    List<String> outcomes =
        IntStream.range(0, 40)
            .mapToObj(
                i -> "{\"prompt_id\":\"p%d\",\"successes\":%d,\"trials\":8}".formatted(i, i % 9))
            .toList();
    Path recorded = Files.write(folder.resolve("outcomes.jsonl"), outcomes);
    replay = folder.resolve("replay");
    assertThat(
            Ran.of(
                    "replay",
                    "--pool=" + pool,
                    "--outcomes=" + recorded,
                    "--strategies=gps:size=tiny,uniform",
                    "--encoder=hash:dim=32",
                    "--batch-size=4",
                    "--group-size=4",
                    "--steps=4",
                    "--quiet",
                    "--save=" + replay)
                .code())
        .isZero();
    assertThat(Ran.of(Ran.train(folder, "--quiet")).code()).isZero();
    training = folder.resolve("out");
    prompts = write("test.jsonl", 10, i -> "What is %d + 1?".formatted(i));
    puzzles = write("puzzles.jsonl", 3, i -> "7 3 %d : 15 =".formatted(i + 1));
  }

  private static Path write(String name, int count, IntFunction<String> text) throws IOException {
    return Files.write(
        folder.resolve(name),
        IntStream.range(0, count)
            .mapToObj(i -> "{\"prompt_id\":\"p%d\",\"prompt\":\"%s\"}".formatted(i, text.apply(i)))
            .toList());
  }

  private static Ran allocate(Path run, Path file, String... more) {
    return Ran.of(
        Stream.concat(
                List.of("allocate", "--run=" + run, "--prompts=" + file).stream(),
                List.of(more).stream())
            .toArray(String[]::new));
  }

  @Test
  void allocate_everyMode_keepsToTheBudget() throws IOException {
    for (String mode : List.of("greedy", "bins", "uniform")) {
      Path json = folder.resolve(mode + ".json");

      Ran ran =
          allocate(
              replay.resolve("gps:size=tiny"),
              prompts,
              "--mean-budget=2.5",
              "--max=6",
              "--mode=" + mode,
              "--json=" + json);

      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).isZero();
      assertThat(ran.lines().getFirst())
          .isEqualTo("25 samples for 10 prompts, 2.50 each on average.");
      JsonNode root = new ObjectMapper().readTree(json.toFile());
      assertThat(root.properties().stream().map(field -> field.getKey()))
          .containsExactly("allocations", "expected_solved", "expected_solved_uniform");
      assertThat(root.get("allocations").findValuesAsText("prompt_id"))
          .isEqualTo(IntStream.range(0, 10).mapToObj("p%d"::formatted).toList());
      assertThat(root.get("allocations").findValues("samples"))
          .allMatch(samples -> samples.intValue() >= 1 && samples.intValue() <= 6);
      assertThat(root.get("allocations").findValues("predicted"))
          .allMatch(rate -> rate.doubleValue() > 0 && rate.doubleValue() < 1);
      assertThat(root.get("expected_solved").doubleValue())
          .isGreaterThanOrEqualTo(root.get("expected_solved_uniform").doubleValue() - 1e-9);
    }
  }

  @Test
  void allocate_idFromContent_needsNoIds() throws IOException {
    Path file = Files.writeString(folder.resolve("bare.jsonl"), "{\"prompt\":\"What is 1 + 1?\"}");
    Path json = folder.resolve("bare.json");

    assertThat(allocate(replay.resolve("uniform"), file, "--mean-budget=2").code())
        .isEqualTo(ExitCode.INVALID_DATA);
    Ran ran =
        allocate(
            replay.resolve("uniform"),
            file,
            "--mean-budget=2",
            "--id-from-content",
            "--json=" + json);

    assertThat(ran.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/allocations/0/prompt_id").asText())
        .as("sha256sum of the text")
        .isEqualTo("72f8917549de2d6d055b75ba9f82b93a795f7f304a5a61585ac151505d90d9b8");
  }

  @Test
  void allocate_training_readsItsTasksPrompts() {
    Ran ran = allocate(training.resolve("gps:size=tiny").resolve("0"), puzzles, "--mean-budget=4");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.lines().getFirst()).isEqualTo("12 samples for 3 prompts, 4.00 each on average.");
  }

  @Test
  void allocate_trainingAndOtherPrompts_isRefused() {
    Ran ran = allocate(training.resolve("gps:size=tiny").resolve("0"), prompts, "--mean-budget=4");

    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(ran.err())
        .contains(
            "cannot be asked about these prompts: The text of prompt \"p0\" must be a Countdown");
  }

  @Test
  void allocate_binsOfAStrategyThatPredictsNothing_isRefused() {
    Ran ran = allocate(replay.resolve("uniform"), prompts, "--mean-budget=4", "--mode=bins");

    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(ran.err())
        .contains("has no outcomes of prompts that it predicted")
        .contains("Maybe use --mode greedy");
  }

  @Test
  void allocate_folderAboveTheRuns_namesThem() {
    Ran ran = allocate(replay, prompts, "--mean-budget=4");

    assertThat(ran.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(ran.err())
        .contains("There is no run in " + replay)
        .contains("Maybe one of these was meant: " + replay.resolve("gps:size=tiny"));
    assertThat(allocate(folder.resolve("nowhere"), prompts, "--mean-budget=4").err())
        .contains("Make one by coxswain replay --save DIR");
  }

  @Test
  void allocate_damagedBelief_isInvalidData() throws IOException {
    Path run = Files.createDirectories(folder.resolve("damaged"));
    Files.write(run.resolve("belief.snapshot"), new byte[] {1, 2, 3});

    Ran ran = allocate(run, prompts, "--mean-budget=4");

    assertThat(ran.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(ran.err()).startsWith("The run " + run + " cannot be read: ");
  }

  @Test
  void allocate_wrongOptions_areUsageErrors() {
    Path run = replay.resolve("gps:size=tiny");
    Ran budget = allocate(run, prompts, "--mean-budget=2", "--min=3");
    assertThat(budget.code()).isEqualTo(ExitCode.USAGE);
    assertThat(budget.err())
        .contains("The least samples a prompt (3) come to more than the mean budget (2.0).");

    Ran mode = allocate(run, prompts, "--mean-budget=2", "--mode=gready");
    assertThat(mode.code()).isEqualTo(ExitCode.USAGE);
    assertThat(mode.err()).contains("The mode (gready) must be greedy, bins or uniform.");
  }

  @Test
  void help_asked_hasAnExample() {
    Ran ran = Ran.of("allocate", "--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("coxswain allocate --run runs/replay/gps --prompts test.jsonl --mean-budget 4");
  }
}
