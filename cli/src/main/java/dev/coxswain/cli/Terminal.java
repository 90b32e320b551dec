package dev.coxswain.cli;

import java.io.Console;
import java.util.Optional;

/// Where the command line is read from and written to.
final class Terminal {

  private Terminal() {}

  /// Whether bars can be drawn: somebody looks on, and the cursor can be moved back (a terminal
  /// called "dumb" cannot).
  static boolean showsBars() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        && !"dumb".equals(System.getenv("TERM"));
  }
}
