package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a query string.
final class Query {

  private Query() {}

  /// By name; each once.
  ///
  /// @throws Refusal `invalid_field` if one is given twice or cannot be decoded
  static Map<String, String> of(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", 100)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.putIfAbsent(name, value) != null) {
        throw Refusal.at(name, Code.INVALID_FIELD, "This query parameter is given twice.");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Code.BAD_REQUEST, "The query string is not percent-encoded as it must be.");
    }
  }
}
