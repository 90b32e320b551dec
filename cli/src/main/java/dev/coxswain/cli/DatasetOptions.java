package dev.coxswain.cli;

import dev.coxswain.prompts.dataset.Columns;
import dev.coxswain.prompts.dataset.Limits;
import dev.coxswain.prompts.dataset.PoolFile;
import picocli.CommandLine.Option;

/// How a file of prompts is read: JSON lines, CSV or Parquet, with the columns of this project, of
/// verl or of TRL.
final class DatasetOptions {

  @Option(
      names = "--id-from-content",
      description =
          "A prompt's id is the SHA-256 of its text, whatever the file says; recorded outcomes must use the same.")
  private boolean idFromContent;

  @Option(names = "--id-column", paramLabel = "NAME", description = "Where the ids are.")
  private String id = Columns.USUAL.id();

  @Option(
      names = "--prompt-column",
      paramLabel = "NAME",
      description = "Where the texts or messages are.")
  private String prompt = Columns.USUAL.prompt();

  @Option(names = "--topic-column", paramLabel = "NAME", description = "Where the topics are.")
  private String topic = Columns.USUAL.topic();

  boolean idFromContent() {
    return idFromContent;
  }

  PoolFile.Options reading() {
    return new PoolFile.Options(idFromContent, Limits.USUAL, new Columns(id, prompt, topic));
  }
}
