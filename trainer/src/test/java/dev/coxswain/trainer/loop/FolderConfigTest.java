package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.trainer.loop.FolderConfig.ConfigConflict;
import dev.coxswain.trainer.loop.TrainingConfig.PolicySize;
import dev.coxswain.trainer.task.ChainFamily;
import dev.coxswain.trainer.task.Chains;
import dev.coxswain.trainer.task.FamilyMix;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Tasks;
import dev.coxswain.trainer.update.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FolderConfigTest {

  @TempDir private Path folder;

  private static TrainingConfig heldOut(TrainingConfig.HeldOut set, boolean warmupPerSeed) {
    return Miniature.config(new Echo(), set, warmupPerSeed);
  }

  @Test
  void claim_newFolder_isMadeAndItsOwnAgain() throws IOException {
    FolderConfig owner = new FolderConfig(folder.resolve("a").resolve("b"));
    assertThat(owner.exists()).isFalse();
    owner.claim(Miniature.config());
    assertThat(owner.exists()).isTrue();
    Path file = folder.resolve("a/b/config.json");
    byte[] before = Files.readAllBytes(file);
    owner.claim(Miniature.config());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void claim_anotherConfig_namesTheDifferencesAndChangesNothing() throws IOException {
    FolderConfig owner = new FolderConfig(folder);
    owner.claim(heldOut(TrainingConfig.HeldOut.EVALUATION, false));
    byte[] before = Files.readAllBytes(folder.resolve("config.json"));
    assertThatThrownBy(() -> owner.claim(heldOut(TrainingConfig.HeldOut.VALIDATION, true)))
        .isInstanceOf(ConfigConflict.class)
        .hasMessage(
            """
            The folder %s holds trainings of another config: evaluate_on is "evaluation" there and \
            "validation" here; warmup_per_seed is false there and true here.
            Train into another one with --out, or delete it.\
            """
                .formatted(folder));
    assertThat(Files.readAllBytes(folder.resolve("config.json"))).isEqualTo(before);
  }

  @Test
  void claim_otherPolicyAndFamilies_namesOnlyTheSettingsThatDiffer() {
    FolderConfig owner = new FolderConfig(folder);
    Algorithm algorithm = Algorithm.parse("grpo");
    owner.claim(TrainingConfig.usual(mix(1), algorithm));
    assertThatThrownBy(() ->
            owner.claim(TrainingConfig.usual(mix(2), algorithm).sized(PolicySize.parse("3x96x4"))))
        .hasMessageContaining(
            """
            another config: task_settings.practised.7:2 is 1.0 there and 2.0 here; \
            policy.layers is 2 there and 3 here.
            """);
  }

  private static Chains mix(double weight) {
    FamilyMix warmUp = new FamilyMix(List.of(new FamilyMix.Share(new ChainFamily(7, 3), 1)));
    FamilyMix practised =
        new FamilyMix(List.of(new FamilyMix.Share(new ChainFamily(7, 2), weight)));
    return new Chains(practised, warmUp);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void claim_anyTask_isItsOwnAgain(Task task) {
    FolderConfig owner = new FolderConfig(folder);
    owner.claim(TrainingConfig.usual(task, Algorithm.parse("ppo")));
    owner.claim(TrainingConfig.usual(task, Algorithm.parse("ppo")));
    assertThat(owner.task()).isEqualTo(task);
  }

  static Stream<Task> tasks() {
    return Tasks.names().stream().map(Tasks::parse);
  }

  @Test
  void claim_configThatIsNoJson_isAConflictAndLeftAlone() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"task\":");
    assertThatThrownBy(() -> new FolderConfig(folder).claim(Miniature.config()))
        .isInstanceOf(ConfigConflict.class)
        .hasMessageMatching(
            "(?s)The file \\Q%s\\E must be the JSON of a config; was: .*\nDelete the folder, or train into another one with --out\\."
                .formatted(file));
    assertThat(file).hasContent("{\"task\":");
  }

  @Test
  void task_ofAClaimedFolder_isTheConfigs() {
    TrainingConfig config =
        TrainingConfig.usual(Tasks.parse("chains"), Algorithm.parse("reinforce++"));
    FolderConfig owner = new FolderConfig(folder);
    owner.claim(config);

    assertThat(owner.task()).isEqualTo(config.task());
  }

  @Test
  void task_unknownOrNoFile_isAConflict() {
    assertThatThrownBy(() -> new FolderConfig(folder).task())
        .isInstanceOf(ConfigConflict.class)
        .hasMessageStartingWith(
            "The file %s must say which task was practised: "
                .formatted(folder.resolve("config.json")))
        .hasMessageEndingWith("Maybe the folder was moved without it.");
    new FolderConfig(folder).claim(Miniature.config());
    assertThatThrownBy(() -> new FolderConfig(folder).task())
        .hasMessageContaining("The task \"echo\" is not known");
  }

  @Test
  void claim_emptyConfig_isAConflict() throws IOException {
    Files.writeString(folder.resolve("config.json"), "");
    assertThatThrownBy(() -> new FolderConfig(folder).claim(Miniature.config()))
        .isInstanceOf(ConfigConflict.class);
  }

  @Test
  void claim_belowARegularFile_saysWhichFileCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path inside = file.resolve("out");
    assertThatThrownBy(() -> new FolderConfig(inside).claim(Miniature.config()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot write %s.".formatted(inside.resolve("config.json")))
        .hasCauseInstanceOf(FileSystemException.class);
    assertThat(file).hasContent("mine");
  }
}
