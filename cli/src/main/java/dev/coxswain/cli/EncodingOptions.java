package dev.coxswain.cli;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.EncodingSession;
import dev.coxswain.prompts.encoder.PoolEncoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Where the vectors of slow encoders are kept.
final class EncodingOptions {

  @Option(
      names = "--embedding-cache",
      paramLabel = "DIR",
      showDefaultValue = Visibility.NEVER,
      description =
          "Where vectors of slow encoders are kept and found again; may be deleted. By default coxswain/embeddings in $XDG_CACHE_HOME or ~/.cache.")
  private @Nullable Path cache;

  /// One row a prompt; progress goes to `err` unless quiet.
  Embeddings encode(PoolEncoder encoder, PoolFile file, PrintWriter err, boolean quiet) {
    try (EncodingProgress progress = EncodingProgress.on(err, quiet)) {
      return encoder.encode(
          file,
          new EncodingSession(
              Optional.of(cache == null ? CacheFolder.usual().resolve("embeddings") : cache),
              Runtime.getRuntime().availableProcessors(),
              progress));
    }
  }
}
