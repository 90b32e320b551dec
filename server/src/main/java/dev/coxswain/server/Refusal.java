package dev.coxswain.server;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that cannot be done as it was asked, and what to do about it. Nothing has changed
/// then, unless the code says otherwise.
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Code code;
  private final transient Optional<String> field;
  private final transient Map<String, Object> more;

  private Refusal(Code code, Optional<String> field, String detail, Map<String, ?> more) {
    super(detail, null, false, false); // a caller's mistake has no use for our stack
    this.code = code;
    this.field = field;
    this.more = Map.copyOf(more);
  }

  /// A refusal of the whole request.
  @FormatMethod
  public static Refusal of(Code code, @FormatString String detail, @Nullable Object... values) {
    return new Refusal(code, Optional.empty(), detail.formatted(values), Map.of());
  }

  /// A refusal for one field.
  ///
  /// @param field a JSON pointer, or the name of a query parameter or header
  @FormatMethod
  public static Refusal at(
      String field, Code code, @FormatString String detail, @Nullable Object... values) {
    return new Refusal(code, Optional.of(field), detail.formatted(values), Map.of());
  }

  /// The same with one more member of the answer.
  public Refusal with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new Refusal(code, field, detail(), all);
  }

  public Code code() {
    return code;
  }

  public Optional<String> field() {
    return field;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  /// Further members of the answer.
  public Map<String, Object> more() {
    return more;
  }
}
