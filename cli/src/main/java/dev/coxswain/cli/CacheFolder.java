package dev.coxswain.cli;

import java.nio.file.Path;

/// The folder of what can be made again: `coxswain` in `$XDG_CACHE_HOME`, or in `~/.cache`.
final class CacheFolder {

  private CacheFolder() {}

  static Path usual() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path root =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return root.resolve("coxswain");
  }
}
