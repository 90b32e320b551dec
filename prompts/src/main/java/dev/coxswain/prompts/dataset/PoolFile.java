package dev.coxswain.prompts.dataset;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pool as a file holds it: rows of `prompt_id`, `prompt` and optionally `topic`, `level` and
/// `embedding`, as a JSON object a line, CSV or Parquet; other columns are ignored. Texts may be
/// compressed by gzip. The schemas of verl and TRL are read as they are ([Columns]).
///
/// A prompt is a text, or a list of messages `{"role", "content"}`. Of messages the contents are
/// joined with line breaks. The column `level` is left out of the pool: nothing here selects by a
/// level that a person gave.
///
/// @param pool the prompts in the order of the file
/// @param embeddings their vectors scaled to length 1, where the file has the column
public record PoolFile(Pool pool, Optional<Embeddings> embeddings) {

  /// How a pool file is read.
  ///
  /// @param idFromContent whether a prompt's id is the SHA-256 of its text, in hexadecimal,
  ///   whatever the file says; for files without ids
  /// @param limits how much is taken in
  /// @param columns what they are called
  public record Options(boolean idFromContent, Limits limits, Columns columns) {

    /// Ids are the file's; the usual limits and columns.
    public static final Options USUAL = new Options(false, Limits.USUAL);

    /// With the usual columns.
    public Options(boolean idFromContent, Limits limits) {
      this(idFromContent, limits, Columns.USUAL);
    }
  }

  public PoolFile {
    if (embeddings.isPresent() && embeddings.get().count() != pool.size()) {
      throw new IllegalArgumentException(
          "The prompts and embeddings (%d and %d) must be equally many."
              .formatted(pool.size(), embeddings.get().count()));
    }
  }

  /// The pool of a file, as [Options#USUAL] has it.
  ///
  /// @throws DatasetInvalid naming the first line that is wrong
  /// @throws java.io.UncheckedIOException if the file cannot be read
  public static PoolFile read(Path file) {
    return read(file, Options.USUAL);
  }

  /// As [#read(Path)], with other options.
  public static PoolFile read(Path file, Options options) {
    PromptRows rows = new PromptRows(options);
    List<Prompt> prompts = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    Table.each(
        file,
        options.limits(),
        options.columns().wanted(),
        row -> {
          PromptRow taken = rows.take(row);
          prompts.add(taken.prompt());
          taken.vector().ifPresent(vectors::add);
        });
    if (prompts.isEmpty()) {
      throw empty(file);
    }
    return new PoolFile(
        Pool.of(prompts),
        vectors.isEmpty()
            ? Optional.empty()
            : Optional.of(Embeddings.of(vectors.toArray(float[][]::new))));
  }

  static DatasetInvalid empty(Path file) {
    return new DatasetInvalid(
        file, 1, "The file has no prompts.", "Maybe it is another file than meant.");
  }
}
