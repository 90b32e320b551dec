package dev.coxswain.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coxswain.trainer.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The metrics file of one run: a JSON object a line, steps 0, 1, 2, … without gaps.
///
/// Fields we do not know are passed over, so that a file of a later version can be read; lines that
/// are kept are kept byte for byte.
///
/// @param file usually `DIR/<strategy>/<seed>/metrics.jsonl`
public record MetricsLog(Path file) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /// What files of earlier versions do not have; null there.
  private static final Set<String> LATER = Set.of("heldout_by_topic", "selected_by_topic");

  private static final List<String> REQUIRED =
      Arrays.stream(StepMetrics.class.getRecordComponents())
          .map(RecordComponent::getName)
          .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
          .filter(name -> !LATER.contains(name))
          .toList();

  /// What a killed run left.
  ///
  /// @param steps the whole lines
  /// @param dropped the half-written last line, if there was one; it is gone from the file
  public record Recovered(List<StepMetrics> steps, Optional<String> dropped) {}

  /// Adds a line and hands it to the disk before returning. Folders and file are made.
  public void append(StepMetrics metrics) {
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
      Files.writeString(
          file,
          JSON.writeValueAsString(metrics) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }

  /// All steps, in order.
  ///
  /// @throws MetricsInvalid at the first line that is no step or not the next one
  public List<StepMetrics> read() {
    return parse(lines());
  }

  /// All whole steps, in order. A last line that was cut off by a kill is removed from the file,
  /// and one that lost only its line break gets it back; anything else is an error as in [#read].
  public Recovered recover() {
    List<String> lines = lines();
    boolean cut = !lines.isEmpty() && cutOff(lines.getLast());
    List<String> whole = cut ? lines.subList(0, lines.size() - 1) : lines;
    List<StepMetrics> steps = parse(whole);
    write(whole);
    return new Recovered(steps, cut ? Optional.of(lines.getLast()) : Optional.empty());
  }

  /// Forgets every step after `last`, in one move: a kill leaves the old file or the new one. For
  /// resuming from a checkpoint that is older than the log.
  public void truncate(int last) {
    List<String> lines = lines();
    List<StepMetrics> steps = parse(lines);
    long kept = steps.stream().filter(metrics -> metrics.step() <= last).count();
    write(lines.subList(0, (int) kept));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }

  private void write(List<String> lines) {
    WholeFile.write(file, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
  }

  private List<StepMetrics> parse(List<String> lines) {
    List<StepMetrics> steps = new ArrayList<>();
    for (String line : lines) {
      steps.add(parse(line, steps.size()));
    }
    return List.copyOf(steps);
  }

  private StepMetrics parse(String line, int expectedStep) {
    StepMetrics metrics = parseFields(line, expectedStep + 1);
    if (metrics.step() != expectedStep) {
      throw new MetricsInvalid(
          file,
          expectedStep + 1,
          "The step (%d) must be %d.".formatted(metrics.step(), expectedStep),
          "Maybe two trainings wrote to this folder; delete it, or train into another one.");
    }
    return metrics;
  }

  private StepMetrics parseFields(String line, int number) {
    try {
      JsonNode fields = JSON.readTree(line);
      for (String name : REQUIRED) {
        if (!fields.has(name)) {
          throw invalid(number, "The field %s is missing.".formatted(name));
        }
      }
      return JSON.treeToValue(fields, StepMetrics.class);
    } catch (JsonProcessingException e) {
      throw invalid(number, problem(e));
    }
  }

  /// Our own words where a value broke a rule of [StepMetrics], else the parser's.
  private static String problem(JsonProcessingException e) {
    return e.getCause() instanceof IllegalArgumentException rule && rule.getMessage() != null
        ? rule.getMessage()
        : "Not the JSON of a step: " + e.getOriginalMessage();
  }

  private MetricsInvalid invalid(int number, String problem) {
    return new MetricsInvalid(
        file, number, problem, "Delete this line and those after it, then resume the training.");
  }

  /// No beginning of a JSON object is itself one, so a line that was cut off cannot be read.
  private static boolean cutOff(String line) {
    try {
      return !JSON.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return true;
    }
  }
}
