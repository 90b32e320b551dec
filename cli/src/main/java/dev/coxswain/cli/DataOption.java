package dev.coxswain.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folder that a server calls its own.
final class DataOption {

  @Option(names = "--data", paramLabel = "DIR", description = "Where the history is kept.")
  private Path folder = Path.of("coxswain-data");

  Path folder() {
    return folder;
  }
}
