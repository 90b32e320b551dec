package dev.coxswain.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard in a real browser, used as a person does; its pictures are kept in
/// `target/screenshots`.
final class DashboardTest {

  private static final String RUN = "math";
  private static final int STEPS = 40;

  @TempDir private static Path folder;
  private static Chromium chromium;
  private static SteeredServer server;

  @BeforeAll
  static void train() throws Exception {
    chromium = Chromium.start();
    server = new SteeredServer(folder);
    server.train(RUN, "mopps:control=0.15", STEPS);
    server.train("beside", "uniform", 10);
    server.begin("untouched");
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static Visitor visitor(int width, ColorScheme scheme) {
    return new Visitor(chromium, server.uri().toString(), width, scheme);
  }

  private static Visitor visitor() {
    return visitor(1280, ColorScheme.LIGHT);
  }

  private static JsonNode summary() throws Exception {
    return server.get("/v1/runs/math/metrics?page_size=1").get("summary");
  }

  private static String percent(double share) {
    return "%.0f\u00a0%%".formatted(100 * share);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overview",
        "effective",
        "reliability",
        "ranking",
        "difficulty",
        "map",
        "batch",
        "prompts",
        "prompts?id=prompt-7",
        "savings?cost=3",
        "compare?with=beside",
        "allocation",
        "timeline",
        "system"
      })
  void page_inLightDarkAndNarrow_hasNoBarrierAndNothingBesideTheScreen(String page) {
    String name = page.replaceAll("\\W.*", page.contains("id=") ? "-one" : "");
    try (Visitor visitor = visitor().open(RUN + "/" + page)) {
      assertThat(visitor.page().locator("h1").first()).not().containsText("Reading");
      visitor.lookAround(name);
    }
  }

  @Test
  void overview_showsWhatTheServerSays() throws Exception {
    try (Visitor visitor = visitor().open(RUN + "/overview")) {
      JsonNode summary = summary();
      assertThat(visitor.tile("Effective ratio"))
          .isEqualTo(percent(summary.get("effective_ratio").doubleValue()));
      assertThat(visitor.tile("Calibration error"))
          .isEqualTo("%.3f".formatted(summary.get("smece").doubleValue()));
      assertThat(visitor.tile("Coverage"))
          .isEqualTo(
              percent(
                  summary.get("coverage").doubleValue() / summary.get("pool_size").doubleValue()));
      assertThat(visitor.headline())
          .contains(percent(summary.get("control_effective_ratio").doubleValue()));
    }
  }

  @Test
  void savings_areTheRatioOfTheArmsTimesWhatWasSpent() throws Exception {
    JsonNode summary = summary();
    double selected = summary.at("/selected/groups").doubleValue();
    double ratio =
        summary.get("effective_ratio").doubleValue()
            / summary.get("control_effective_ratio").doubleValue();
    try (Visitor visitor = visitor().open(RUN + "/savings")) {
      String shown = visitor.tile("Rollouts saved").replace('−', '-').replaceAll("[^0-9.-]", "");
      assertThat(Double.parseDouble(shown))
          .isEqualTo(selected * SteeredServer.GROUP_SIZE * (ratio - 1), within(0.51));
    }
  }

  @Test
  void batch_canBeSortedFilteredLinkedAndGoneBackFrom() throws Exception {
    JsonNode tickets = server.get("/v1/runs/math/batches/%d".formatted(STEPS)).get("tickets");
    try (Visitor visitor = visitor().open(RUN + "/batch?seq=" + STEPS)) {
      Page page = visitor.page();
      assertThat(page.locator("tr.row")).hasCount(tickets.size());
      assertThat(visitor.column(5).stream().map(Double::parseDouble).toList())
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      page.getByText("predicted", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page).hasURL(Pattern.compile("sort=predicted"));
      assertThat(page.locator("th[aria-sort=ascending]")).hasText("predicted ↑");
      assertThat(visitor.column(2).stream().map(cell -> Double.parseDouble(cell.split(" ")[0])))
          .isSorted();

      page.getByLabel("Chosen because").selectOption("control");
      long control = tickets.findValuesAsText("reason").stream().filter("control"::equals).count();
      assertThat(page.locator("tr.row")).hasCount((int) control);
      page.reload();
      assertThat(page.locator("tr.row")).hasCount((int) control);
      page.goBack();
      assertThat(page.locator("tr.row")).hasCount(tickets.size());

      String first = visitor.column(1).getFirst();
      page.locator("tr.row a").first().click();
      assertThat(page.locator("h1")).containsText(first + ":");
      JsonNode prompt = server.get("/v1/runs/math/prompt?prompt_id=" + first);
      assertThat(page.locator("pre.text")).hasText(prompt.get("prompt").textValue());
      page.goBack();
      assertThat(page.locator("h1")).containsText("Batch " + STEPS);
    }
  }

  @Test
  void prompts_areSearchedInTheWholePool() throws Exception {
    try (Visitor visitor = visitor().open(RUN + "/prompts")) {
      Page page = visitor.page();
      page.getByLabel("Contains").fill("PROMPT 39");
      assertThat(page.locator("h1")).hasText("11 of 400 prompts found");
      page.getByLabel("Topic").selectOption("topic-0");
      assertThat(page.locator("h1")).hasText("2 of 400 prompts found");
      assertThat(visitor.column(1)).containsExactly("prompt-392", "prompt-396");
    }
  }

  @Test
  void prompts_areReadOnWhileScrolling_andOnlyThoseInSightAreInThePage() {
    try (Visitor visitor = visitor().open(RUN + "/prompts")) {
      Page page = visitor.page();
      assertThat(page.locator("h1")).hasText("200 and more of 400 prompts");
      page.locator("[role=region]").evaluate("table => { table.scrollTop = table.scrollHeight; }");
      assertThat(page.locator("h1")).hasText("400 of 400 prompts");
      assertThat(page.locator("tr.row").count()).isLessThan(100);
    }
  }

  @Test
  void map_lassoed_listsWhatWasDrawnAround() {
    try (Visitor visitor = visitor().open(RUN + "/map")) {
      Page page = visitor.page();
      assertThat(page.locator(".figure h2").last()).hasText("All prompts");
      BoundingBox box = page.locator(".scatter").boundingBox();
      page.mouse().move(box.x + 2, box.y + 2);
      page.mouse().down();
      page.mouse().move(box.x + box.width / 2, box.y + 2);
      page.mouse().move(box.x + box.width / 2, box.y + box.height - 2);
      page.mouse().move(box.x + 2, box.y + box.height - 2);
      page.mouse().up();
      Locator list = page.locator(".figure h2").last();
      assertThat(list).hasText(Pattern.compile("^\\d+ chosen prompts$"));
      int chosen = Integer.parseInt(list.textContent().split(" ")[0]);
      assertThat(chosen).isBetween(1, 399);
      page.reload();
      assertThat(list).hasText(chosen + " chosen prompts");
      page.getByText("All prompts").click();
      assertThat(list).hasText("All prompts");
    }
  }

  @Test
  void allocation_isWhatTheServerAllocates_andFollowsTheSlider() {
    try (Visitor visitor = visitor().open(RUN + "/allocation")) {
      Page page = visitor.page();
      assertThat(page.locator("h1")).containsText("With 4 samples");
      page.getByRole(com.microsoft.playwright.options.AriaRole.SLIDER).focus();
      page.keyboard().press("ArrowRight");
      assertThat(page.locator("h1")).containsText("With 4.5 samples");
      assertThat(page).hasURL(Pattern.compile("budget=4.5"));
    }
  }

  @Test
  void compare_saysWhatRunsHaveInCommon() {
    try (Visitor visitor = visitor().open(RUN + "/compare")) {
      Page page = visitor.page();
      page.getByLabel("beside").check();
      assertThat(page.locator("tr.row")).hasCount(2);
      assertThat(page.locator("tr.row").last()).containsText("uniform");
      assertThat(page).hasURL(Pattern.compile("with=beside"));
    }
  }

  @Test
  void timeline_showsTheRewindAsABranch() {
    try (Visitor visitor = visitor().open(RUN + "/timeline")) {
      Page page = visitor.page();
      assertThat(page.locator(".tree .tree .current")).hasText("lineage 2, the current one");
      page.getByLabel("Kind").selectOption("rewind");
      assertThat(page.locator("tr.row")).hasCount(1);
    }
  }

  @Test
  void plot_hasItsValuesAsATableAsAFileAndAsARequest() throws Exception {
    try (Visitor visitor = visitor().open(RUN + "/overview?smooth=1")) {
      Page page = visitor.page();
      Locator figure = page.locator(".figure").last();
      figure.getByText("Table").click();
      assertThat(figure.locator("tbody tr")).hasCount(STEPS);
      JsonNode first = server.get("/v1/runs/math/metrics?page_size=1").at("/batches/0");
      double wrong = first.get("all_wrong").doubleValue() / first.get("groups").doubleValue();
      assertThat(figure.locator("tbody tr").first().locator("td").last())
          .hasText(wrong == Math.rint(wrong) ? "%.0f".formatted(wrong) : "%.4f".formatted(wrong));

      Download file = page.waitForDownload(() -> figure.getByText("CSV").click());
      assertThat(Files.readAllLines(file.path()).getFirst())
          .isEqualTo("step,all right,mixed,all wrong");
      assertThat(Files.readAllLines(file.path())).hasSize(STEPS + 1);

      figure.getByText("Copy as curl").click();
      assertThat(page.evaluate("navigator.clipboard.readText()"))
          .isEqualTo("curl -s '%s/v1/runs/math/metrics?page_size=1000'".formatted(server.uri()));
    }
  }

  @Test
  void axis_isChosenForAllPlots_andIsInTheLink() {
    try (Visitor visitor = visitor().open(RUN + "/overview")) {
      Page page = visitor.page();
      page.getByLabel("Against").selectOption("rollouts");
      assertThat(page).hasURL(Pattern.compile("x=rollouts"));
      assertThat(page.locator(".u-legend").first()).containsText("rollouts");
      page.getByLabel("Mean of").selectOption("20");
      assertThat(page).hasURL(Pattern.compile("smooth=20"));
    }
  }

  @Test
  void keyboard_aloneReachesEveryPage() {
    try (Visitor visitor = visitor().open(RUN + "/overview")) {
      Page page = visitor.page();
      page.keyboard().press("Tab");
      page.keyboard().press("Tab");
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(page.locator("nav [aria-current]")).hasText("Effective ratio");
      page.keyboard().press("]");
      assertThat(page.locator("nav [aria-current]")).hasText("Reliability");
      page.keyboard().press("[");
      page.keyboard().press("[");
      page.keyboard().press("[");
      assertThat(page.locator("nav [aria-current]")).hasText("System");
    }
  }

  @Test
  void run_withoutOutcome_teachesHowItGoesOn() {
    try (Visitor visitor = visitor().open("untouched/overview")) {
      assertThat(visitor.headline()).isEqualTo("untouched has selected nothing yet");
      assertThat(visitor.page().locator("pre").first()).containsText("run=\"untouched\"");
      assertThat(visitor.page().locator("pre").last())
          .containsText(server.uri() + "/v1/runs/untouched:select");
      assertThat(visitor.barriers()).isEmpty();
      visitor.screenshot("empty");
    }
  }

  @Test
  void server_restartedWhileThePageIsOpen_isSaidAndRecoveredFrom() throws Exception {
    try (Visitor visitor = visitor()) {
      Page page = visitor.page();
      page.clock().install();
      visitor.open(RUN + "/overview");
      server.stop();
      page.clock().fastForward(15_000);
      page.clock().fastForward(15_000);
      assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
          .containsText("No answer from the server");
      visitor.screenshot("stale");
      server.startAgain();
      page.clock().fastForward(3000);
      assertThat(page.locator(".banner")).hasCount(0);
      visitor.complaints().removeIf(it -> it.contains("ERR_")); // the browser's, of no connection
    }
  }
}
