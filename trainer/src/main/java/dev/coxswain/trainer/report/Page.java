package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The report as one file that needs nothing else: style, script and numbers are inside, and its
/// content security policy forbids every request.
public final class Page {

  private Page() {}

  /// What is reported of.
  public enum Kind {
    TRAINING("training report", "report.js", "report.json"),
    REPLAY("replay report", "replay.js", "the file of --json");

    private final String words;
    private final String script;
    private final String figures;

    Kind(String words, String script, String figures) {
      this.words = words;
      this.script = script;
      this.figures = figures;
    }
  }

  /// @param headline put into the text, so that it is there without scripting too
  /// @param content what the script draws
  public static String of(Kind kind, String headline, ObjectNode content) {
    return resource("report.html")
        .replace("{{style}}", resource("report.css"))
        .replace("{{script}}", resource("chart.js") + resource("page.js") + resource(kind.script))
        .replace("{{kind}}", kind.words)
        .replace("{{figures}}", kind.figures)
        .replace("{{headline}}", text(headline))
        .replace("{{content}}", json(content));
  }

  /// JSON that cannot end the script element it stands in, whatever names it holds.
  static String json(ObjectNode content) {
    return content
        .toString()
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }

  static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("{", "&#123;");
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "The resource %s is not on the class path.".formatted(name));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource %s.".formatted(name), e);
    }
  }
}
