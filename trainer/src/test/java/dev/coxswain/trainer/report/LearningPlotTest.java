package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearningPlotTest {

  @Test
  void svg_twoStrategies_drawsTheMeansOverSeedsInBothPanels() {
    Map<String, Map<Long, Run>> runs = new LinkedHashMap<>();
    runs.put(
        "uniform",
        Map.of(0L, new Run(0, Steps.of(0, 0.1, 0.3)), 1L, new Run(1, Steps.of(0, 0.3, 0.5))));
    runs.put("gps", Map.of(0L, new Run(0, Steps.of(0, 0.4, 0.6))));

    String svg = LearningPlot.svg(Comparison.of(runs));

    // means .2 and .4 of uniform, .4 and .6 of gps: y from 350 (20 %) to 20 (60 %), and a step is
    // as far to the right as ten rollouts
    assertThat(svg)
        .contains("<path d='M215.0 350.0L380.0 185.0' fill='none' stroke='#000000'")
        .contains("<path d='M595.0 350.0L760.0 185.0' fill='none' stroke='#000000'")
        .contains("<path d='M215.0 185.0L380.0 20.0' fill='none' stroke='#0072b2'")
        .contains(">uniform</text>", ">gps</text>", "against steps", "against rollouts");
  }

  @Test
  void svg_moreStrategiesThanColours_theNextAreDashed() {
    Map<String, Map<Long, Run>> runs = new LinkedHashMap<>();
    for (int i = 0; i < 8; i++) {
      runs.put("s" + i, Map.of(0L, new Run(0, Steps.of(0, 0.1, 0.2 + 0.1 * i))));
    }

    String svg = LearningPlot.svg(Comparison.of(runs));

    // a line in each panel, and the legend's
    assertThat(svg.split("stroke='#000000' stroke-width", -1)).hasSize(1 + 3);
    assertThat(svg.split("stroke='#000000' stroke-dasharray='6 3' stroke-width", -1))
        .hasSize(1 + 3);
  }

  @Test
  void svg_nothingYet_isAnEmptyPicture() {
    assertThat(LearningPlot.svg(Comparison.of(Map.of()))).contains("<svg").contains("</svg>");
  }
}
