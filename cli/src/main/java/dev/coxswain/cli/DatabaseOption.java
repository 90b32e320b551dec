package dev.coxswain.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// A server's history elsewhere than in its folder.
final class DatabaseOption {

  @Option(
      names = "--database",
      paramLabel = "URL",
      showDefaultValue = Visibility.NEVER,
      description = {
        "A PostgreSQL database by its JDBC URL, in place of a file.",
        "Others can read a command line: better name a file by COXSWAIN_DATABASE_FILE."
      })
  private @Nullable String url;

  Optional<String> url() {
    return Optional.ofNullable(url);
  }
}
