package dev.coxswain.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The report as one file that needs nothing else: style, script and numbers are inside, and its
/// content security policy forbids every request. Its plots are the dashboard's.
public final class Page {

  private static final String DASHBOARD = "/dev/coxswain/dashboard/";

  private Page() {}

  /// What is reported of.
  public enum Kind {
    TRAINING("training", "report.json"),
    REPLAY("replay", "the file of --json");

    private final String word;
    private final String figures;

    Kind(String word, String figures) {
      this.word = word;
      this.figures = figures;
    }
  }

  /// @param headline put into the text, so that it is there without scripting too
  /// @param content what the script draws
  public static String of(Kind kind, String headline, ObjectNode content) {
    return resource("report.html")
        .replace("{{style}}", resource("report.css"))
        .replace("{{kind}}", kind.word)
        .replace("{{figures}}", kind.figures)
        .replace("{{headline}}", text(headline))
        .replace("{{content}}", json(content.deepCopy().put("kind", kind.word)))
        .replace("{{script}}", resource("report.js"));
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
    try (InputStream stream = Page.class.getResourceAsStream(DASHBOARD + name)) {
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
