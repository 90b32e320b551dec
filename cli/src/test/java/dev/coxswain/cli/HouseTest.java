package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the repository says of itself is so.
final class HouseTest {

  private static final Path HOUSE = house();
  private static final Pattern BRANCH = Pattern.compile("^([│ ]*)(?:├|└)── (\\S+)(?:  .*)?$");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~/])/(?:work|root|tmp|home)/[\\w.-]+");

  /// The first folder upwards that holds the modules.
  private static Path house() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("engine"))) {
      folder = folder.resolve("..").normalize();
    }
    return folder;
  }

  @Test
  void readme_itsTree_namesPathsThatExist() throws IOException {
    Path readme = HOUSE.resolve("README.md");
    assumeTrue(Files.exists(readme), "There is no README.md yet, so no tree to check.");
    List<Path> named = tree(Files.readAllLines(readme));
    assertThat(named).as("paths of the tree").isNotEmpty();
    assertThat(named).allSatisfy(path -> assertThat(HOUSE.resolve(path)).exists());
  }

  @Test
  void tree_nestedBranches_areJoined() {
    assertThat(
            tree(
                List.of(
                    "├── engine/   what decides",
                    "│   ├── src  code",
                    "│   └── pom.xml",
                    "└── cli/  commands",
                    "    └── pom.xml  how",
                    "no branch")))
        .containsExactly(
            Path.of("engine"),
            Path.of("engine/src"),
            Path.of("engine/pom.xml"),
            Path.of("cli"),
            Path.of("cli/pom.xml"));
  }

  /// The paths that a drawn tree names; four columns a level.
  private static List<Path> tree(List<String> lines) {
    List<Path> paths = new ArrayList<>();
    List<String> trail = new ArrayList<>();
    for (String line : lines) {
      Matcher branch = BRANCH.matcher(line);
      if (branch.matches()) {
        int level = branch.group(1).length() / 4;
        trail = new ArrayList<>(trail.subList(0, Math.min(level, trail.size())));
        trail.add(branch.group(2));
        paths.add(Path.of(String.join("/", trail)));
      }
    }
    return paths;
  }

  @Test
  void documents_any_nameNoPathOfSomeMachine() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path document : documents()) {
      for (String line : Files.readAllLines(document)) {
        if (MACHINE_PATH.matcher(line).find()) {
          found.add(HOUSE.relativize(document) + ": " + line.strip());
        }
      }
    }
    assertThat(documents()).isNotEmpty();
    assertThat(found).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(HOUSE)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file ->
              Stream.of("target", ".git", "runs", "node_modules")
                  .noneMatch(name -> HOUSE.relativize(file).toString().contains(name + "/")))
          .toList();
    }
  }

  @Test
  void decisions_all_areNumberedWithoutGaps() throws IOException {
    try (Stream<Path> files = Files.list(HOUSE.resolve("docs").resolve("decisions"))) {
      List<String> numbers =
          files.map(file -> file.getFileName().toString().substring(0, 5)).sorted().toList();
      assertThat(numbers).isNotEmpty();
      assertThat(numbers)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, numbers.size()).mapToObj("%04d-"::formatted).toList());
    }
  }
}
