package dev.coxswain.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The page that shows the figures: words by hand down to a mark, tables by the last whole run
/// below it.
final class Evidence {

  static final String MARK = "<!-- Below: written by `make bench`. -->\n";

  private Evidence() {}

  /// Replaces all below the mark; a page without one gets it at its end.
  static void refresh(Path page, Results results) throws IOException {
    String words = Files.exists(page) ? Files.readString(page) : "# Speed\n\n";
    int mark = words.indexOf(MARK);
    String kept = mark < 0 ? words : words.substring(0, mark);
    Files.createDirectories(page.toAbsolutePath().resolveSibling("."));
    Files.writeString(page, kept + MARK + "\n" + results.markdown());
  }
}
