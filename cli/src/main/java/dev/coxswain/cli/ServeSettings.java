package dev.coxswain.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.coxswain.server.http.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What `serve` is told without flags: variables `COXSWAIN_…` before the file `coxswain.yaml` (or
/// the one that `COXSWAIN_CONFIG` names) before the defaults in [ServeCommand]. The keys are its
/// options without dashes in front; `COXSWAIN_…_FILE` names a file that holds a value.
final class ServeSettings implements IDefaultValueProvider {

  private static final String PREFIX = "COXSWAIN_";
  private static final String FILE = "coxswain.yaml";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, String> environment;
  private final Path file;

  /// Of this process.
  ServeSettings() {
    this(System.getenv(), Path.of(System.getenv().getOrDefault(PREFIX + "CONFIG", FILE)));
  }

  ServeSettings(Map<String, String> environment, Path file) {
    this.environment = Map.copyOf(environment);
    this.file = file;
  }

  /// A value and where it is from.
  record Told(String value, String origin) {}

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    try {
      return argument instanceof OptionSpec option
          ? told(key(option)).map(Told::value).orElse(null)
          : null;
    } catch (ConfigUnsafe | UncheckedIOException e) {
      return null; // requireKnown() says it again, where it can be shown
    }
  }

  static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /// What is said of a key, if anything.
  Optional<Told> told(String key) {
    String variable = PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    if (value != null) {
      return Optional.of(new Told(value, variable));
    }
    String named = environment.get(variable + "_FILE");
    if (named != null) {
      return Optional.of(new Told(read(Path.of(named)).strip(), variable + "_FILE"));
    }
    return Optional.ofNullable(keys().get(key)).map(it -> new Told(it, file.toString()));
  }

  /// Every key with its value and where it is from. The address of a database is hidden, since it
  /// may hold a password.
  List<Setting> all(CommandSpec serve) {
    return serve.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(option -> setting(serve, option))
        .toList();
  }

  private Setting setting(CommandSpec serve, OptionSpec option) {
    String key = key(option);
    ParseResult parsed = serve.commandLine().getParseResult();
    Told told =
        parsed != null && parsed.hasMatchedOption(option)
            ? new Told(String.join(",", option.stringValues()), "flag")
            : told(key).orElseGet(() -> new Told(text(option.initialValue()), "default"));
    boolean secret = key.equals("database") && !told.value().isEmpty();
    return new Setting(key, secret ? "(hidden)" : told.value(), told.origin());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString().replaceAll("^\\[(.*)]$", "$1");
  }

  /// The keys of the file; the members of a list are joined by commas.
  private Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    if (Files.notExists(file)) {
      return keys;
    }
    JsonNode tree = parse(read(file));
    if (tree.isMissingNode() || tree.isNull()) {
      return keys;
    }
    if (!tree.isObject()) {
      throw new ConfigUnsafe("The file %s must hold keys and values.".formatted(file));
    }
    tree.properties().forEach(entry -> keys.put(entry.getKey(), text(entry)));
    return keys;
  }

  private JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new ConfigUnsafe(
          "%s, line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
    }
  }

  private String text(Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    List<String> words = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isValueNode() || one.isNull()) {
        throw new ConfigUnsafe(
            "The key \"%s\" in %s must have one value, or a list of them."
                .formatted(entry.getKey(), file));
      }
      words.add(one.asText());
    }
    return String.join(",", words);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(path), e);
    }
  }

  /// To be called before the values are used.
  ///
  /// @throws ConfigUnsafe naming every key of the file that is none, with the nearest that is
  /// @throws UncheckedIOException if a file that is named cannot be read
  void requireKnown(CommandSpec serve) {
    TreeSet<String> known = new TreeSet<>();
    serve.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .forEach(option -> known.add(key(option)));
    known.forEach(this::told);
    List<String> wrong = new ArrayList<>();
    for (String key : keys().keySet()) {
      if (!known.contains(key)) {
        String nearest =
            Objects.requireNonNull(
                known.stream().min(Comparator.comparingInt(it -> distance(it, key))).orElse(""));
        wrong.add(
            "The key \"%s\" in %s is not known. Maybe %s is meant.".formatted(key, file, nearest));
      }
    }
    if (!wrong.isEmpty()) {
      throw new ConfigUnsafe(String.join("\n", wrong));
    }
  }

  /// Edits from one word to the other (Levenshtein).
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int swap = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
