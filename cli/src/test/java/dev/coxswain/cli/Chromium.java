package dev.coxswain.cli;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The machine's own Chromium, driven by Playwright's driver from npm: nothing is downloaded by
/// either. Tests that want it are skipped where there is none.
final class Chromium implements AutoCloseable {

  private static final Path MODULES = Path.of("..", "dashboard", "node_modules");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path chromium, Path node) throws IOException {
    System.setProperty("playwright.cli.dir", driver(node).toString());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
  }

  static Chromium start() throws IOException {
    Optional<Path> chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> onPath(name).stream())
            .findFirst();
    Assumptions.assumeTrue(
        chromium.isPresent(), "There is no Chromium on the PATH; maybe: apt install chromium");
    Optional<Path> node = onPath("node");
    Assumptions.assumeTrue(node.isPresent(), "There is no node on the PATH.");
    return new Chromium(chromium.orElseThrow(), node.orElseThrow());
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The folder that Playwright for Java looks for: `node` and `package`.
  private static Path driver(Path node) throws IOException {
    Path driver = Files.createDirectories(Path.of("target", "playwright-driver"));
    link(driver.resolve("node"), node);
    link(driver.resolve("package"), MODULES.resolve("playwright-core"));
    return driver.toAbsolutePath();
  }

  private static void link(Path link, Path to) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, to.toRealPath());
  }

  /// What finds barriers in a page (Deque's axe-core).
  static Path axe() {
    return MODULES.resolve("axe-core").resolve("axe.min.js");
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
