package dev.coxswain.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.selection.Nearest;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// The members of one JSON object of a request, each checked when it is read. A member that is null
/// is not there.
public final class Fields {

  /// 2⁵³ − 1: JSON numbers are exact up to here.
  public static final long LARGEST = (1L << 53) - 1;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final JsonNode object;
  private final String pointer;

  private Fields(JsonNode object, String pointer) {
    this.object = object;
    this.pointer = pointer;
  }

  /// The members of a body.
  ///
  /// @param known their names; any other is refused
  public static Fields of(JsonNode body, Set<String> known) {
    return of(body, "", known);
  }

  /// The members of an object within a body.
  ///
  /// @param pointer to it
  public static Fields of(JsonNode object, String pointer, Set<String> known) {
    if (!object.isObject()) {
      throw Refusal.at(
          pointer, Code.INVALID_FIELD, "This must be an object; it is %s.", kind(object));
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw Refusal.at(
            pointer + "/" + escaped(name),
            Code.INVALID_FIELD,
            "This field is not known; there are %s.%s",
            String.join(", ", known.stream().sorted().toList()),
            Nearest.hint(name, known));
      }
    }
    return new Fields(object, pointer);
  }

  /// As a pointer writes it; cut, for a name may be as long as its sender likes.
  private static String escaped(String name) {
    String start = name.length() <= 128 ? name : name.substring(0, 128) + "…";
    return start.replace("~", "~0").replace("/", "~1");
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN -> "a boolean";
      case NULL, MISSING -> "null";
      case NUMBER -> "a number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a text";
    };
  }

  /// Where a member is.
  public String at(String name) {
    return pointer + "/" + name;
  }

  public boolean has(String name) {
    return find(name).isPresent();
  }

  private Optional<JsonNode> find(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private JsonNode require(String name) {
    return find(name)
        .orElseThrow(() -> Refusal.at(at(name), Code.INVALID_FIELD, "This field is missing."));
  }

  private Refusal wrong(String name, JsonNode found, String wanted) {
    return Refusal.at(
        at(name), Code.INVALID_FIELD, "This must be %s; it is %s.", wanted, kind(found));
  }

  /// A whole number within a range; 3.0 is one.
  public long whole(String name, long min, long max) {
    return whole(name, require(name), min, max);
  }

  public OptionalLong findWhole(String name, long min, long max) {
    Optional<JsonNode> node = find(name);
    return node.isPresent()
        ? OptionalLong.of(whole(name, node.get(), min, max))
        : OptionalLong.empty();
  }

  private long whole(String name, JsonNode node, long min, long max) {
    if (!node.isNumber()) {
      throw wrong(name, node, "a whole number");
    }
    if (!node.canConvertToExactIntegral()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw Refusal.at(
          at(name), Code.INVALID_FIELD, "This must be a whole number in %d .. %d.", min, max);
    }
    return node.longValue();
  }

  /// A finite number within a range.
  public OptionalDouble findNumber(String name, double min, double max) {
    Optional<JsonNode> node = find(name);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!node.get().isNumber()) {
      throw wrong(name, node.get(), "a number");
    }
    double value = node.get().doubleValue();
    if (!(value >= min && value <= max)) {
      throw Refusal.at(
          at(name), Code.INVALID_FIELD, "This must be a number in %s .. %s.", min, max);
    }
    return OptionalDouble.of(value);
  }

  public Optional<Boolean> findFlag(String name) {
    return find(name)
        .map(node -> {
          if (!node.isBoolean()) {
            throw wrong(name, node, "true or false");
          }
          return node.booleanValue();
        });
  }

  /// A text that is not blank, without NUL and lone surrogates.
  ///
  /// @param bytes at most, in UTF-8
  public String text(String name, int bytes) {
    return text(at(name), require(name), bytes);
  }

  public Optional<String> findText(String name, int bytes) {
    return find(name).map(node -> text(at(name), node, bytes));
  }

  /// As [#text(String, int)], of an element.
  public static String text(String pointer, JsonNode node, int bytes) {
    if (!node.isTextual()) {
      throw Refusal.at(pointer, Code.INVALID_FIELD, "This must be a text; it is %s.", kind(node));
    }
    String text = node.textValue();
    if (text.isBlank()) {
      throw Refusal.at(pointer, Code.INVALID_FIELD, "This text must not be blank.");
    }
    requireClean(pointer, text, bytes);
    return text;
  }

  /// @throws Refusal if the text holds what cannot be stored or is too long
  public static void requireClean(String pointer, String text, int bytes) {
    long length = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point == 0) {
        throw Refusal.at(pointer, Code.INVALID_FIELD, "This text has a NUL; remove it.");
      }
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw Refusal.at(
            pointer,
            Code.INVALID_FIELD,
            "This text has half of a surrogate pair; send whole characters.");
      }
      length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      i += Character.charCount(point);
    }
    if (length > bytes) {
      throw Refusal.at(
          pointer,
          Code.INVALID_FIELD,
          "This text has %d bytes; at most %d are taken.",
          length,
          bytes);
    }
  }

  /// A name of ours: of a pool, run or consumer.
  public Optional<String> findId(String name) {
    return find(name)
        .map(node -> {
          String id = text(at(name), node, 512);
          if (!isId(id)) {
            throw Refusal.at(
                at(name),
                Code.INVALID_FIELD,
                "This must be 1 to 128 letters, digits, dots, '-' or '_'.");
          }
          return id;
        });
  }

  public String id(String name) {
    require(name);
    return findId(name).orElseThrow();
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// The elements of a list, none if it is not there.
  ///
  /// @param most elements
  public List<JsonNode> list(String name, int most) {
    Optional<JsonNode> node = find(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!node.get().isArray()) {
      throw wrong(name, node.get(), "a list");
    }
    if (node.get().size() > most) {
      throw Refusal.at(
              at(name),
              Code.INVALID_FIELD,
              "This list has %d elements; at most %d are taken in one request.",
              node.get().size(),
              most)
          .with("limit", most);
    }
    List<JsonNode> elements = new ArrayList<>(node.get().size());
    node.get().forEach(elements::add);
    return elements;
  }

  /// An object within, if it is there.
  public Optional<Fields> findObject(String name, Set<String> known) {
    return find(name).map(node -> of(node, at(name), known));
  }

  /// The node as it was sent.
  public JsonNode node(String name) {
    return require(name);
  }
}
