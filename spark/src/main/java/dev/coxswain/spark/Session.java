package dev.coxswain.spark;

import java.io.Console;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every job has, and the Spark session they open.
final class Session {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "For instance local[2]; under spark-submit, leave it out.")
  private @Nullable String master;

  @Option(names = "--overwrite", description = "Replaces what is at --out.")
  private boolean overwrite;

  SparkSession open(String job) {
    SparkSession.Builder builder = SparkSession.builder().appName("coxswain " + job);
    if (master != null) {
      builder
          .master(master)
          .config("spark.ui.enabled", "false")
          .config("spark.ui.showConsoleProgress", isWatched())
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1");
    }
    return builder.getOrCreate();
  }

  private static boolean isWatched() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /// Ours to close only if it is ours.
  void close(SparkSession spark) {
    if (master != null) {
      spark.stop();
    }
  }

  boolean overwrite() {
    return overwrite;
  }
}
