package dev.coxswain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class GrowthPlotTest {

  private static Figure figure(String name, double seconds) {
    return new Figure(name, "s", Spread.of(seconds), "");
  }

  /// Ten times the prompts at ten times the time: as far up as 1 s is above .1 s, whatever the
  /// scale.
  @Test
  void svg_whatGrowsInProportion_runsAlongThePowersOfTen() throws Exception {
    String svg =
        GrowthPlot.svg(
            List.of(
                figure("select, N = 10,000, wall", 0.1),
                figure("select, N = 100,000, wall", 1),
                figure("select, N = 1,000,000, wall", 10),
                figure("learn, size paper, CPU", 3)));
    List<Double> heights =
        Pattern.compile("cy='([0-9.]+)'")
            .matcher(svg)
            .results()
            .map((MatchResult result) -> Double.valueOf(result.group(1)))
            .toList();

    assertThat(heights).hasSize(3);
    assertThat(heights.get(0) - heights.get(1))
        .isPositive()
        .isCloseTo(heights.get(1) - heights.get(2), within(1.0));
    assertThat(svg).contains(">select</text>").doesNotContain("paper");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
  }
}
