package dev.coxswain.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reports of `train` and `replay` in a real browser, as files without a server; their pictures
/// are kept in `target/screenshots`.
final class ReportPageTest {

  private static final int STEPS = 6;

  @TempDir private static Path folder;
  private static Chromium chromium;
  private static Path training;
  private static Path replay;

  @BeforeAll
  static void run() throws Exception {
    chromium = Chromium.start();
    training = train("countdown", "out", 2);
    replay = folder.resolve("replay.html");
    Ran replayed =
        Ran.of(
            "replay",
            "--world=improving:prompts=200:topics=4",
            "--strategies=mopps,last-seen,uniform",
            "--steps=120",
            "--seeds=3",
            "--batch-size=16",
            "--html=" + replay,
            "--json=" + folder.resolve("replay.json"));
    assertThat(replayed.code()).as(replayed.err()).isZero();
  }

  private static Path train(String task, String out, int seeds) {
    Ran trained =
        Ran.of(
            "train",
            "--task=" + task,
            "--strategies=mopps,uniform",
            "--steps=" + STEPS,
            "--seeds=" + seeds,
            "--evaluate-every=2",
            "--batch-size=8",
            "--group-size=4",
            "--pool-size=64",
            "--evaluation-samples=1",
            "--evaluate-on=validation",
            "--warmup-steps=2",
            "--out=" + folder.resolve(out),
            "--cache=" + folder.resolve("cache"));
    assertThat(trained.code()).as(trained.err()).isZero();
    return folder.resolve(out).resolve("report.html");
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static Visitor open(Path report) {
    Visitor visitor = new Visitor(chromium, "", 1280, ColorScheme.LIGHT);
    visitor.page().navigate(report.toUri().toString());
    visitor.page().waitForSelector(".uplot canvas");
    return visitor;
  }

  @Test
  void training_hasNoBarrierAndNothingBesideTheScreen() {
    try (Visitor visitor = open(training)) {
      visitor.lookAround("report-training");
    }
  }

  @Test
  void replay_hasNoBarrierAndNothingBesideTheScreen() {
    try (Visitor visitor = open(replay)) {
      visitor.lookAround("report-replay");
    }
  }

  @Test
  void training_tellsWhatItsFilesTell() throws Exception {
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("out").resolve("report.json").toFile());
    double accuracy = report.at("/strategies/mopps/final_accuracy/mean").doubleValue();
    try (Visitor visitor = open(training)) {
      assertThat(visitor.headline()).isNotEmpty();
      assertThat(
              visitor.page().getByLabel("What each strategy came to").locator("tbody tr").first())
          .containsText("%.1f\u00a0%%".formatted(100 * accuracy));
      assertThat(visitor.page().getByLabel("Settings").last()).containsText("countdown");
    }
  }

  @Test
  void training_onSeveralTopics_hasATableOfEachTopicsShare() throws Exception {
    Path mixed = train("mixture", "mixed", 1);
    JsonNode topics =
        new ObjectMapper()
            .readTree(mixed.resolveSibling("report.json").toFile())
            .at("/strategies/mopps/topics");
    List<Map.Entry<String, JsonNode>> all = List.copyOf(topics.properties());
    try (Visitor visitor = open(mixed)) {
      Locator rows =
          visitor.page().getByLabel("Share of the selected prompts").last().locator("tbody tr");
      assertThat(rows).hasCount(all.size());
      for (int i = 0; i < all.size(); i++) {
        double share = all.get(i).getValue().at("/selected/mean").doubleValue();
        assertThat(rows.nth(i).locator("td"))
            .containsText(
                new String[] {all.get(i).getKey(), "%.1f\u00a0%%".formatted(100 * share), ""});
      }
      visitor.lookAround("report-training-topics");
    }
  }

  @Test
  void plot_hasItsValuesWithTheirIntervalsAsATableAndAsAFile_andIsAPicture() throws Exception {
    try (Visitor visitor = open(training)) {
      Page page = visitor.page();
      Locator figure =
          page.getByLabel("Against steps", new Page.GetByLabelOptions().setExact(true));
      byte[] png =
          Files.readAllBytes(
              page.waitForDownload(() ->
                      figure
                          .getByText("PNG", new Locator.GetByTextOptions().setExact(true))
                          .click())
                  .path());
      assertThat(png).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(5_000);
      Download file = page.waitForDownload(() -> figure.getByText("CSV").click());
      List<String> lines = Files.readAllLines(file.path());
      assertThat(lines.getFirst())
          .isEqualTo(
              "step,mopps,\"mopps, low\",\"mopps, high\",uniform,\"uniform, low\",\"uniform, high\",target");
      assertThat(lines).hasSize(1 + 1 + STEPS / 2);
      figure.getByText("Table").click();
      assertThat(figure.locator("tbody tr")).hasCount(1 + STEPS / 2);
      assertThat(figure.getByText("Copy as curl")).hasCount(0); // nobody would answer
    }
  }

  @Test
  void strategy_isHiddenFromAllPlots_andShownAgain() {
    try (Visitor visitor = open(replay)) {
      Page page = visitor.page();
      Locator plots =
          page.locator(".u-legend .u-series:not(.ghost)")
              .filter(new Locator.FilterOptions().setHasText("last-seen"));
      int before = plots.count();
      assertThat(before).isPositive();
      Locator choice =
          page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("last-seen"));
      choice.click();
      assertThat(plots).hasCount(0);
      assertThat(choice).hasAttribute("aria-pressed", "false");
      choice.click();
      assertThat(plots).hasCount(before);
    }
  }
}
