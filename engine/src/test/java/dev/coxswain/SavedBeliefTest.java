package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.math.RandomKey;
import dev.coxswain.prediction.Belief;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SavedBeliefTest {

  private static final Snapshot ENCODER = new Snapshot.Builder().text("encoder", "given").build();
  private static final RandomKey KEY = RandomKey.of(0, "test");

  private final SimulatedPool world = new SimulatedPool(30, false);

  private SavedBelief saved(String strategy) {
    Steering steering = world.steering(strategy, 0);
    world.steps(steering, 1, 3, 8);
    return SavedBelief.of(steering, ENCODER, world.pool());
  }

  private static SavedBelief reread(SavedBelief saved) {
    return SavedBelief.of(SnapshotFormat.read(SnapshotFormat.write(saved.snapshot())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "mopps:decay=0.8", "gps:size=tiny"})
  void snapshot_ofAnyBelief_predictsTheSameAgain(String strategy) {
    SavedBelief saved = saved(strategy);
    SavedBelief again = reread(saved);
    int[] prompts = {0, 7, 29};

    assertThat(again.strategy()).isEqualTo(strategy);
    assertThat(again.encoder().text("encoder")).isEqualTo("given");
    assertThat(again.promptIds()).isEqualTo(saved.promptIds()).hasSize(30);
    assertThat(again.belief().predict(world.embeddings(), prompts, KEY).means())
        .isEqualTo(saved.belief().predict(world.embeddings(), prompts, KEY).means());
  }

  @Test
  void about_otherPrompts_keepsWhatIsRememberedOfThoseKnown() {
    SavedBelief saved = saved("mopps");
    List<String> ids = world.pool().prompts().stream().map(Prompt::id).toList();
    int[] known = {3};
    double before = saved.belief().predict(world.embeddings(), known, KEY).mean(0);

    Belief about = saved.about(List.of("stranger", ids.get(3)));

    double[] means = about.predict(world.embeddings(), new int[] {0, 1}, KEY).means();
    assertThat(means[0]).isEqualTo(0.5);
    assertThat(means[1]).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mopps", "gps", "hierarchical"})
  void inherit_beforeTheFirstSelect_predictsAsTheOtherRunDid(String strategy) {
    SavedBelief saved = saved(strategy);
    int[] prompts = {0, 7, 29};
    Steering heir = world.steering(strategy, 0);

    heir.inherit(reread(saved));

    assertThat(heir.belief().predict(world.embeddings(), prompts, KEY).means())
        .isEqualTo(saved.belief().predict(world.embeddings(), prompts, KEY).means());
    world.steps(heir, 1, 3, 8);
    assertThat(heir.learnedTo()).isEqualTo(3);
  }

  @Test
  void inherit_otherPredictorOrTooLate_isRefused() {
    SavedBelief saved = saved("mopps");
    assertThatThrownBy(() -> world.steering("mopps:decay=0.8", 0).inherit(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The strategy \"mopps:decay=0.8\" cannot begin with a belief of \"mopps\": it predicts otherwise.");
    Steering begun = world.steering("mopps", 0);
    world.steps(begun, 1, 1, 8);
    assertThatThrownBy(() -> begun.inherit(saved))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A run inherits before its first select; this one is at batch 1.");
  }

  @Test
  void of_promptIdsWithLineBreaks_areKept() {
    SavedBelief odd =
        new SavedBelief(
            "uniform",
            ENCODER,
            List.of("a\nb", "", "c"),
            saved("uniform").belief(),
            Optional.empty());
    assertThat(reread(odd).promptIds()).containsExactly("a\nb", "", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mopps", "last-seen", "greso", "dps", "sec"})
  void of_beliefOfAnotherPool_isRefused(String strategy) {
    SavedBelief whole = saved(strategy);
    SavedBelief shorter =
        new SavedBelief(
            strategy, ENCODER, whole.promptIds().subList(0, 29), whole.belief(), Optional.empty());

    assertThatThrownBy(() -> reread(shorter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The belief is of 30 prompts; there are 29.");
  }

  @Test
  void of_noEncoder_isRefused() {
    SavedBelief none =
        new SavedBelief(
            "uniform",
            new Snapshot.Builder().build(),
            List.of(),
            saved("uniform").belief(),
            Optional.empty());

    assertThatThrownBy(() -> reread(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("This is no saved belief: The snapshot has no entry encoder");
  }

  @Test
  void of_whatIsNoBelief_isRefused() {
    assertThatThrownBy(() -> SavedBelief.of(new Snapshot.Builder().build()))
        .hasMessageStartingWith("This is no saved belief: The snapshot has no entry strategy");
    assertThatThrownBy(() -> reread(saved("oracle")))
        .hasMessage(
            "The strategy \"oracle\" asks the policy itself; nothing of what it found is kept.");
    Snapshot.Builder wrong = new Snapshot.Builder();
    saved("uniform")
        .snapshot()
        .entries()
        .forEach((name, entry) -> {
          if (!name.equals("id-lengths")) {
            var _ = wrong.put(name, entry);
          }
        });
    assertThatThrownBy(() -> SavedBelief.of(wrong.longs("id-lengths", new long[] {1}).build()))
        .hasMessage("This is no saved belief: its prompt ids do not fit.");
  }
}
