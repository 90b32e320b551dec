package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  private static final Map<String, ?> CONFIG =
      Map.of("task", "countdown", "algorithm", Map.of("name", "grpo", "clip", 0.2), "seeds", 3);

  @Test
  void html_threeStrategies_isOneFileThatAsksForNothing() {
    String page = page(List.of("gps", "uniform", "dynamic-sampling"), 3, 200);

    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("{{")
        .doesNotContainPattern("(src|href)=\"(?!data:)")
        .doesNotContainPattern("url\\((?!#)")
        .doesNotContain("@import");
    assertThat(page.replaceAll("http://www\\.w3\\.org/[0-9]+/[A-Za-z/]+", ""))
        .doesNotContain("://");
    assertThat(page.length()).isLessThan(1_000_000);
  }

  @Test
  void html_namesWithMarkup_stayText() throws Exception {
    String name = "uniform:</script><script>alert(1)</script>&{{content}}";
    String page = page(List.of(name), 1, 20);

    assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("</script><script>alert");
    assertThat(content(page).at("/strategies/0/name").asText()).isEqualTo(name);
    assertThat(Page.text("<a> & {{content}}")).isEqualTo("&lt;a&gt; &amp; &#123;&#123;content}}");
  }

  @Test
  void html_threeStrategies_holdsWhatIsDrawn() throws Exception {
    JsonNode content = content(page(List.of("gps", "uniform"), 3, 20));

    assertThat(content.at("/kind").asText()).isEqualTo("training");
    assertThat(content.at("/subject").asText()).isEqualTo("gps");
    assertThat(content.at("/uniform").asText()).isEqualTo("uniform");
    JsonNode gps = content.at("/strategies/0");
    assertThat(gps.at("/curves/heldout_accuracy/step").toString()).isEqualTo("[0,5,10,15,20]");
    assertThat(gps.at("/curves/effective_ratio/mean")).hasSize(20);
    assertThat(gps.at("/seeds")).hasSize(3);
    assertThat(gps.at("/reliability")).isNotEmpty();
    assertThat(gps.at("/curves/spearman_ceiling/mean")).hasSize(20);
    assertThat(content.at("/strategies/1/curves/spearman_selected/step")).isEmpty();
  }

  @Test
  void write_newFolder_holdsItsFilesAndNoDraft(@TempDir Path folder) {
    Path out = folder.resolve("runs/train");
    TrainingReport report =
        TrainingReport.of(CONFIG, SyntheticTraining.of(List.of("gps", "uniform"), 2, 20));

    report.write(out);
    report.write(out);

    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder("report.json", "report.html", "report.svg");
    assertThat(out.resolve("report.json")).hasContent(report.json());
    assertThat(out.resolve("report.html")).hasContent(report.html());
    assertThat(out.resolve("report.svg")).content().startsWith("<svg").endsWith("</svg>\n");
  }

  private static String page(List<String> strategies, int seeds, int steps) {
    return TrainingReport.of(CONFIG, SyntheticTraining.of(strategies, seeds, steps)).html();
  }

  private static JsonNode content(String page) throws Exception {
    Matcher found = Pattern.compile("id=\"content\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(found.find()).isTrue();
    return new ObjectMapper().readTree(found.group(1));
  }
}
