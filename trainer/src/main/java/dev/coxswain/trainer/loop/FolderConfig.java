package dev.coxswain.trainer.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.trainer.disk.WholeFile;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    ObjectNode mine = JSON.valueToTree(config.described());
    try {
      if (exists()) {
        requireEqual(JSON.readTree(Files.readAllBytes(file)), mine);
        return;
      }
      WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(mine) + "\n");
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

  private void requireEqual(JsonNode theirs, ObjectNode mine) {
    List<String> differences = new ArrayList<>();
    mine.properties()
        .forEach(field -> {
          if (!field.getValue().equals(theirs.get(field.getKey()))) {
            differences.add(
                "%s is %s there and %s here"
                    .formatted(field.getKey(), theirs.get(field.getKey()), field.getValue()));
          }
        });
    if (!differences.isEmpty()) {
      throw new ConfigConflict(
          "The folder %s holds trainings of another config: %s.\nTrain into another one with --out, or delete it."
              .formatted(file.getParent(), String.join("; ", differences)));
    }
  }

  /// The folder belongs to another config.
  public static final class ConfigConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConfigConflict(String message) {
      super(message);
    }
  }
}
