package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Fields;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.run.Ask;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One request that a route has taken.
final class Call implements AutoCloseable {

  static final long BODY_BYTES = 8L << 20;
  static final long IMPORT_BYTES = 2L << 30;

  private static final Pattern MAX_STALE =
      Pattern.compile("(?i)(?:^|[\\s,])max-stale(?:=([0-9]{1,9}))?(?=[\\s,]|$)");
  private static final long MOST_STALE = 60; // s

  private final HttpServletRequest request;
  private final Map<String, String> path;
  private final Tokens.Grant grant;
  private final Bodies bodies;
  private final Map<String, String> query;
  private Bodies.Body body = Bodies.Body.NONE;

  /// @param path the route's variables
  Call(HttpServletRequest request, Map<String, String> path, Tokens.Grant grant, Bodies bodies) {
    this.request = request;
    this.path = path;
    this.grant = grant;
    this.bodies = bodies;
    query = Query.of(request.getQueryString());
  }

  Tokens.Grant grant() {
    return grant;
  }

  /// A name of ours in the path.
  ///
  /// @throws Refusal `not_found`, since nothing is called so
  String name(String variable) {
    String name = path.getOrDefault(variable, "");
    if (!Fields.isId(name)) {
      throw Refusal.of(
          Code.NOT_FOUND,
          "There is no %s of this name; names are 1 to 128 letters, digits, dots, '-' or '_'.",
          variable);
    }
    return name;
  }

  /// A whole number in the path.
  long number(String variable) {
    return whole(variable, path.getOrDefault(variable, ""), 0, Fields.LARGEST);
  }

  private static long whole(String name, String digits, long min, long max) {
    if (digits.matches("[0-9]{1,16}")) {
      long value = Long.parseLong(digits);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw Refusal.at(
        name, Code.INVALID_FIELD, "This must be a whole number in %d .. %d.", min, max);
  }

  /// Only these parameters may be in the query.
  void allow(String... known) {
    for (String name : query.keySet()) {
      if (!Set.of(known).contains(name)) {
        throw Refusal.at(
            name.length() <= 128 ? name : name.substring(0, 128),
            Code.INVALID_FIELD,
            "This query parameter is not known; there are %s.",
            known.length == 0 ? "none" : String.join(", ", known));
      }
    }
  }

  long whole(String parameter, long min, long max, long usual) {
    String value = query.get(parameter);
    return value == null ? usual : whole(parameter, value, min, max);
  }

  boolean flag(String parameter) {
    String value = query.getOrDefault(parameter, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw Refusal.at(parameter, Code.INVALID_FIELD, "This must be true or false.");
    }
    return value.equals("true");
  }

  int pageSize() {
    return (int) whole("page_size", 1, 1000, 100);
  }

  /// What the page before ended with; empty for the first page.
  String pageToken() {
    String token = query.getOrDefault("page_token", "");
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.at(
          "page_token",
          Code.INVALID_FIELD,
          "This is no page token; send the next_page_token of the page before.");
    }
  }

  static String pageToken(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  String consumer() {
    String consumer = query.getOrDefault("consumer", Ask.USUAL_CONSUMER);
    if (!Fields.isId(consumer)) {
      throw Refusal.at(
          "consumer",
          Code.INVALID_FIELD,
          "This must be 1 to 128 letters, digits, dots, '-' or '_'.");
    }
    return consumer;
  }

  /// A text of the query, of at most 512 bytes.
  Optional<String> text(String name) {
    Optional<String> text = Optional.ofNullable(query.get(name));
    text.ifPresent(it -> Fields.requireClean(name, it, 512));
    return text;
  }

  Optional<String> lineage() {
    Optional<String> lineage = Optional.ofNullable(query.get("lineage"));
    if (lineage.isPresent() && !lineage.get().matches("[1-9][0-9]{0,15}")) {
      throw Refusal.at("lineage", Code.INVALID_FIELD, "This must be a lineage of the run.");
    }
    return lineage;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /// The revision that `If-Match` expects.
  OptionalLong expectedRevision() {
    Optional<String> tag = header("If-Match");
    if (tag.isEmpty() || tag.get().equals("*")) {
      return OptionalLong.empty();
    }
    if (!tag.get().matches("\"[0-9]{1,15}\"")) {
      throw Refusal.at(
          "If-Match",
          Code.PRECONDITION_FAILED,
          "This is no revision; send the ETag that the pool was shown with.");
    }
    return OptionalLong.of(Long.parseLong(tag.get().substring(1, tag.get().length() - 1)));
  }

  /// Where a stream of events goes on.
  long after() {
    Optional<String> last = header("Last-Event-ID");
    return last.isPresent()
        ? whole("Last-Event-ID", last.get(), 0, Fields.LARGEST)
        : whole("after", 0, Fields.LARGEST, 0);
  }

  /// How many seconds ago the figures may be from that the client takes (RFC 9111, `max-stale`, of
  /// which a bare one means any); 0 for those who did not say.
  long maxStale() {
    Matcher said = MAX_STALE.matcher(header("Cache-Control").orElse(""));
    return !said.find()
        ? 0
        : said.group(1) == null ? MOST_STALE : Math.min(Long.parseLong(said.group(1)), MOST_STALE);
  }

  /// What was asked for, whoever asked.
  String asked() {
    return request.getRequestURI() + "?" + request.getQueryString();
  }

  /// Whether the client reads that type, or anything.
  boolean accepts(String type) {
    return header("Accept").map(accepted -> accepts(accepted, type)).orElse(true);
  }

  private static boolean accepts(String accepted, String type) {
    String family = type.substring(0, type.indexOf('/')) + "/*";
    for (String range : accepted.split(",", 64)) {
      String[] parts = range.strip().split(";", 8);
      String name = parts[0].strip().toLowerCase(Locale.ROOT);
      boolean refused =
          Arrays.stream(parts).skip(1).map(String::strip).anyMatch(p -> p.matches("q=0(\\.0*)?"));
      if (!refused && (name.equals("*/*") || name.equals(type) || name.equals(family))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the client asks for a stream.
  boolean wantsStream() {
    return header("Accept").filter(accepted -> accepted.contains("text/event-stream")).isPresent();
  }

  /// The body, a JSON text; an empty one where that is allowed.
  JsonNode body() {
    requireType(Answer.JSON);
    return Json.read(bytes());
  }

  /// Reads a body that nobody needs.
  void noBody() {
    if (bytes().length > 0) {
      requireType(Answer.JSON);
    }
  }

  private void requireType(String... types) {
    String type = header("Content-Type").orElse("");
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (String known : types) {
      if (plain.equals(known)) {
        return;
      }
    }
    throw Refusal.at(
        "Content-Type",
        Code.UNSUPPORTED_MEDIA_TYPE,
        "The body must be %s.",
        String.join(" or ", types));
  }

  private byte[] bytes() {
    body = bodies.read(request, BODY_BYTES);
    return body.bytes();
  }

  /// The body as a file that is gone when the work is done.
  ///
  /// @param types that it may have
  <T> T upload(Function<Path, T> work, String... types) {
    requireType(types);
    try {
      Path file = Files.createTempFile("coxswain-upload", suffix());
      try {
        try (InputStream in = bodies.open(request, IMPORT_BYTES)) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          throw LimitedBody.refusal(e);
        }
        return work.apply(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep an upload.", e);
    }
  }

  private String suffix() {
    String type = header("Content-Type").orElse("");
    return type.contains("parquet") ? ".parquet" : type.contains("csv") ? ".csv" : ".jsonl";
  }

  /// Lets go of the body.
  @Override
  public void close() {
    body.close();
  }
}
