package dev.coxswain.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/// Shows a page to whoever sits before this machine, if somebody does.
final class Browser {

  private Browser() {}

  /// Opens the page. Where there is no screen, or no command that opens pages, nothing happens: the
  /// address has been printed.
  static void open(URI page) {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    boolean screen =
        mac || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    if (screen) {
      try {
        var _ =
            new ProcessBuilder(mac ? "open" : "xdg-open", page.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        return; // there is no such command here
      }
    }
  }
}
