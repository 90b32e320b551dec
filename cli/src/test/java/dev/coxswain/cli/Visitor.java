package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Somebody with a browser window, who notes whatever goes wrong in the page.
final class Visitor implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int HEIGHT = 800;

  private final BrowserContext context;
  private final Page page;
  private final String origin;
  private final List<String> complaints = new ArrayList<>();

  Visitor(Chromium chromium, String origin, int width, ColorScheme scheme) {
    this.origin = origin;
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(width, HEIGHT)
                    .setColorScheme(scheme)
                    .setAcceptDownloads(true)
                    .setPermissions(List.of("clipboard-read", "clipboard-write")));
    context.addInitScript(Chromium.axe());
    context.addInitScript(
        "addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))");
    page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
  }

  Page page() {
    return page;
  }

  /// Opens a page of the dashboard and waits for what it shows.
  Visitor open(String fragment) {
    page.navigate(origin + "/dashboard#" + fragment);
    page.waitForSelector("main .card, main .tile");
    return this;
  }

  String headline() {
    return page.locator("h1").first().textContent();
  }

  /// The value of a tile.
  String tile(String label) {
    return page.locator("[data-tile='%s'] .value".formatted(label)).textContent();
  }

  /// The cells of a column of the first table, top to bottom, as far as they are in the page.
  List<String> column(int column) {
    return page.locator("table tbody tr.row td:nth-child(%d)".formatted(column)).allTextContents();
  }

  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /// Looks at what is open in light, in dark, on a phone and on a big screen: nothing is in
  /// anybody's way, and nothing beside the screen. Keeps a picture of each.
  void lookAround(String name) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(barriers()).isEmpty();
      screenshot("%s-%s".formatted(name, scheme.name().toLowerCase(Locale.ROOT)));
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    for (int width : new int[] {1920, 320}) {
      page.setViewportSize(width, HEIGHT);
      page.waitForFunction("wide => document.scrollingElement.scrollWidth === wide", width);
      screenshot("%s-%d".formatted(name, width));
    }
  }

  /// What axe finds serious or critical, a line each.
  List<?> barriers() {
    return (List<?>)
        page.evaluate(
            """
            () => axe.run({resultTypes: ['violations']}).then(found => found.violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')))\
            """);
  }

  /// Errors of the console, of scripts, and of the content security policy.
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).isEmpty();
  }
}
