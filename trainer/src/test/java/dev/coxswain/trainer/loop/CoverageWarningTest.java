package dev.coxswain.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.trainer.report.StepMetrics;
import dev.coxswain.trainer.report.Steps;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.update.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoverageWarningTest {

  private static final TrainingConfig USUAL =
      TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());

  private static Map<String, Map<Long, List<StepMetrics>>> covering(int step, long... distinct) {
    Map<Long, List<StepMetrics>> seeds = new TreeMap<>();
    for (int seed = 0; seed < distinct.length; seed++) {
      seeds.put((long) seed, List.of(Steps.with(step, Map.of("coverage", distinct[seed]))));
    }
    return Map.of("gps:candidates=all", seeds);
  }

  /// 200 steps of 32 are 6,400 draws, of which uniform makes a pool's 4,096 distinct ones.
  @Test
  void of_fewerThanHalfOfUniforms_isSaid() {
    assertThat(CoverageWarning.of(USUAL, covering(200, 1262, 1300)))
        .containsExactly(
            "gps:candidates=all practised 1281 distinct prompts where uniform reaches 4096: its"
                + " policy may overfit them.");
  }

  @Test
  void of_halfOrMore_isSilent() {
    assertThat(CoverageWarning.of(USUAL, covering(200, 2048))).isEmpty();
    assertThat(CoverageWarning.of(USUAL, covering(10, 160))).isEmpty();
    assertThat(CoverageWarning.of(USUAL, covering(0, 0))).isEmpty();
  }
}
