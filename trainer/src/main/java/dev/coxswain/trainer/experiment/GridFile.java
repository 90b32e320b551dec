package dev.coxswain.trainer.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A [Grid] as people write it: YAML (or JSON, which is YAML), its members' names in snake_case. What
/// is left out is as usual.
///
///     strategies: [uniform, gps, hierarchical]
///     seeds: 10
///     algorithms: [grpo, ppo]
///     learning_rates: [1.0e-4, 2.5e-4]
public final class GridFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfigDefaults(
              config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
          .build();

  private GridFile() {}

  /// @throws GridInvalid naming file and line
  /// @throws UncheckedIOException if the file cannot be read
  public static Grid read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
    ObjectNode grid = YAML.valueToTree(Grid.usual());
    tree(file, lines)
        .properties()
        .forEach(member -> {
          if (!grid.has(member.getKey())) {
            throw new GridInvalid(
                file,
                lineOf(member.getKey(), lines),
                "The member \"%s\" is not known. There are %s."
                    .formatted(member.getKey(), String.join(", ", names(grid))));
          }
          grid.set(member.getKey(), member.getValue());
        });
    return grid(file, lines, grid);
  }

  private static ObjectNode tree(Path file, List<String> lines) {
    try {
      JsonNode tree = YAML.readTree(String.join("\n", lines));
      if (tree instanceof ObjectNode members) {
        return members;
      }
      throw new GridInvalid(file, 1, "The file must say what is to be trained, a member a line.");
    } catch (JsonProcessingException e) {
      throw new GridInvalid(
          file,
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "This is not YAML: %s.".formatted(firstLine(e.getOriginalMessage())));
    }
  }

  private static Grid grid(Path file, List<String> lines, ObjectNode grid) {
    try {
      return YAML.treeToValue(grid, Grid.class);
    } catch (JsonMappingException e) {
      String member = e.getPath().isEmpty() ? "" : e.getPath().getFirst().getFieldName();
      String problem =
          e.getCause() instanceof IllegalArgumentException reason
              ? String.valueOf(reason.getMessage())
              : "The member \"%s\" cannot be %s.".formatted(member, grid.get(member));
      throw new GridInvalid(file, lineOf(member, lines), problem);
    } catch (JsonProcessingException e) {
      throw new GridInvalid(file, 1, firstLine(e.getOriginalMessage()));
    }
  }

  private static List<String> names(ObjectNode grid) {
    return grid.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  /// Where a member stands; the first line if it is not there.
  private static int lineOf(String member, List<String> lines) {
    return IntStream.range(0, lines.size())
            .filter(i -> !member.isEmpty() && lines.get(i).stripLeading().startsWith(member + ":"))
            .findFirst()
            .orElse(0)
        + 1;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("no reason given");
  }

  /// A file that does not say what is to be trained.
  public static final class GridInvalid extends RuntimeException {

    private static final long serialVersionUID = 1;

    GridInvalid(Path file, int line, String problem) {
      super("%s, line %d: %s".formatted(file, line, problem));
    }
  }
}
