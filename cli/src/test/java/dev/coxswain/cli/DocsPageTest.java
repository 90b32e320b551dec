package dev.coxswain.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page at `/docs` in a real browser, under the policy that the server sends with it. Whatever
/// the console or the policy complains of fails a test when its visitor leaves.
final class DocsPageTest {

  @TempDir private Path folder = Path.of("");

  private static int operations(JsonNode contract) {
    int count = 0;
    for (JsonNode path : contract.get("paths")) {
      for (String method : new String[] {"get", "put", "post", "delete"}) {
        count += path.has(method) ? 1 : 0;
      }
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void docs_opened_showEveryOperationOfTheContract(ColorScheme scheme) throws Exception {
    try (Chromium chromium = Chromium.start();
        SteeredServer server = new SteeredServer(folder);
        Visitor visitor = new Visitor(chromium, server.uri().toString(), 1280, scheme)) {
      visitor.page().navigate(server.uri() + "/docs");
      assertThat(visitor.page().locator("h1")).containsText("Coxswain");
      assertThat(visitor.page().locator("details:has(.method)"))
          .hasCount(operations(server.get("/openapi.json")));
      visitor.page().locator("summary:has-text('/v1/runs/{run}:select')").first().click();
      assertThat(visitor.page().locator("details[open] pre").first()).isVisible();
      assertThat(visitor.barriers()).isEmpty();
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  /// So that an empty list of complaints means something.
  @Test
  void docs_scriptOfNobody_isForbiddenAndHeardOf() throws Exception {
    try (Chromium chromium = Chromium.start();
        SteeredServer server = new SteeredServer(folder)) {
      Visitor visitor = new Visitor(chromium, server.uri().toString(), 1280, ColorScheme.LIGHT);
      visitor.page().navigate(server.uri() + "/docs");
      visitor
          .page()
          .evaluate(
              """
              () => new Promise(heard => {
                addEventListener('securitypolicyviolation', heard);
                document.body.append(
                  Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}));
              }).then(() => {})\
              """);
      assertThat(visitor.page().evaluate("window.ran === undefined")).isEqualTo(true);
      assertThat(visitor.complaints()).anySatisfy(it -> assertThat(it).contains("CSP: script-src"));
    }
  }
}
