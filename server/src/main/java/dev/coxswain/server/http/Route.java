package dev.coxswain.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One method on one path, who may use it, and what it does.
///
/// @param method of HTTP
/// @param template as the contract writes it: `{name}` is anything without a slash or a colon
/// @param needed the scope; empty for what anybody may ask
/// @param writes whether it changes anything
/// @param type of its answer
/// @param action what it does
record Route(
    String method,
    String template,
    Optional<Scope> needed,
    boolean writes,
    String type,
    Action action) {

  /// Answers a call.
  @FunctionalInterface
  interface Action {
    Answer answer(Call call);
  }

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

  /// The path's variables, if the path is this route's.
  ///
  /// @param path as it was sent, not decoded
  Optional<Map<String, String>> match(String path) {
    Matcher variables = VARIABLE.matcher(template);
    StringBuilder pattern = new StringBuilder();
    int end = 0;
    while (variables.find()) {
      pattern.append(Pattern.quote(template.substring(end, variables.start())));
      pattern.append("(?<").append(variables.group(1)).append(">[^/:]+)");
      end = variables.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    Matcher matched = Pattern.compile(pattern.toString()).matcher(path);
    if (!matched.matches()) {
      return Optional.empty();
    }
    Map<String, String> found = new LinkedHashMap<>();
    matched.namedGroups().forEach((name, group) -> found.put(name, matched.group(group)));
    return Optional.of(found);
  }
}
