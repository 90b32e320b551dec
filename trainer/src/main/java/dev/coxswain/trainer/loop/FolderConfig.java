package dev.coxswain.trainer.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.trainer.disk.WholeFile;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which config the trainings of a folder were made with, so that none of another config is mixed
/// in.
///
/// Strategies, seeds and steps are not part of it: more of them may be added to a folder later.
public final class FolderConfig {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /// @param folder the output folder, `DIR`
  public FolderConfig(Path folder) {
    file = folder.resolve("config.json");
  }

  /// Whether the folder holds trainings already.
  public boolean exists() {
    return Files.exists(file);
  }

  /// Makes the folder this config's.
  ///
  /// @throws ConfigConflict if it is another's; nothing is written then
  public void claim(TrainingConfig config) {
    try {
      String mine =
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config.described()) + "\n";
      if (exists()) {
        requireEqual(JSON.readTree(Files.readAllBytes(file)), JSON.readTree(mine));
        return;
      }
      WholeFile.write(file, mine);
    } catch (JsonProcessingException e) {
      throw new ConfigConflict(
          "The file %s must be the JSON of a config; was: %s\nDelete the folder, or train into another one with --out."
              .formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read or write %s.".formatted(file), e);
    }
  }

  /// What its trainings practise.
  ///
  /// @throws ConfigConflict if the file is not there or names no known task
  public Task task() {
    try {
      String name = JSON.readTree(Files.readAllBytes(file)).path("task").asText();
      return Tasks.parse(name);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigConflict(
          "The file %s must say which task was practised: %s\nMaybe the folder was moved without it."
              .formatted(file, e.getMessage()));
    }
  }

  private void requireEqual(JsonNode theirs, JsonNode mine) {
    List<String> differences = differences("", theirs, mine).toList();
    if (!differences.isEmpty()) {
      throw new ConfigConflict(
          "The folder %s holds trainings of another config: %s.\nTrain into another one with --out, or delete it."
              .formatted(file.getParent(), String.join("; ", differences)));
    }
  }

  /// Field by field, so that no more is named than differs.
  private static Stream<String> differences(String name, JsonNode theirs, JsonNode mine) {
    if (theirs.isObject() && mine.isObject()) {
      return Stream.concat(mine.propertyStream(), theirs.propertyStream())
          .map(Map.Entry::getKey)
          .distinct()
          .flatMap(key -> differences(inner(name, key), theirs.path(key), mine.path(key)));
    }
    return theirs.equals(mine)
        ? Stream.of()
        : Stream.of("%s is %s there and %s here".formatted(name, words(theirs), words(mine)));
  }

  /// The learning rate of strategies without one of their own stands under an empty name.
  private static String inner(String name, String key) {
    return name.isEmpty() || key.isEmpty() ? name + key : name + "." + key;
  }

  private static String words(JsonNode value) {
    return value.isMissingNode() ? "not" : value.toString();
  }

  /// The folder belongs to another config.
  public static final class ConfigConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConfigConflict(String message) {
      super(message);
    }
  }
}
