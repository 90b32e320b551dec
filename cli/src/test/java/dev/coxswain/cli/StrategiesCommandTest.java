package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.selection.Strategies;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StrategiesCommandTest {

  private static final List<String> NAMES =
      Strategies.all().stream().map(Strategies.Named::name).toList();

  @Test
  void strategies_plain_listsEachWithSourceAndSettings() {
    Ran ran = Ran.of("strategies");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines())
        .contains("gps  (GPS, arXiv:2602.01970)", "oracle  (ours)")
        .endsWith("Written name:key=value:key=value, for instance mopps:decay=0.8:candidates=all.");
    assertThat(ran.out()).containsSubsequence(NAMES).containsOnlyOnce("    cooldown    0 ");
    assertThat(ran.out()).contains("    candidates  2 ", "    candidates  1 ");
  }

  @Test
  void strategies_json_isOneArrayOfThem() throws Exception {
    Ran ran = Ran.of("strategies", "--json");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines()).hasSize(1);
    JsonNode array = new ObjectMapper().readTree(ran.out());
    assertThat(array.findValuesAsText("name")).isEqualTo(NAMES);
    assertThat(array.get(0).properties().stream().map(field -> field.getKey()))
        .containsExactlyInAnyOrder("name", "summary", "source", "parameters");
  }

  @Test
  void help_anyCommand_hasAnExample() {
    for (String[] command :
        new String[][] {
          {"--help"},
          {"train", "--help"},
          {"replay", "--help"},
          {"strategies", "--help"},
          {"help", "train"}
        }) {
      Ran ran = Ran.of(command);
      assertThat(ran.code()).isZero();
      assertThat(ran.out()).containsPattern("Example:\n  coxswain (train|replay|strategies) --");
    }
  }

  @Test
  void version_asked_isSaid() {
    assertThat(Ran.of("--version").out()).startsWith("coxswain ");
  }

  @Test
  void run_nothingOrNonsense_isAUsageError() {
    assertThat(Ran.of().code()).isEqualTo(2);
    Ran ran = Ran.of("trian");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("trian");
  }
}
