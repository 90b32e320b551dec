package dev.coxswain.prompts.dataset;

import java.util.List;

/// What the columns of a pool file are called.
///
/// Where the id's column is missing, verl's place for it is looked at: `extra_info.index`, after
/// `data_source` and a dash. Where the topic's is missing, `data_source` is the topic.
///
/// @param id of the prompt's id
/// @param prompt of its text or messages
/// @param topic of its topic
public record Columns(String id, String prompt, String topic) {

  static final String LEVEL = "level";
  static final String EMBEDDING = "embedding";
  static final String SOURCE = "data_source";
  static final String EXTRA = "extra_info";

  /// As the format has them: `prompt_id`, `prompt`, `topic`.
  public static final Columns USUAL = new Columns("prompt_id", "prompt", "topic");

  public Columns {
    if (id.isBlank() || prompt.isBlank() || topic.isBlank()) {
      throw new IllegalArgumentException(
          "The columns' names (\"%s\", \"%s\" and \"%s\") must not be blank."
              .formatted(id, prompt, topic));
    }
  }

  List<String> wanted() {
    return List.of(id, prompt, topic, LEVEL, EMBEDDING, SOURCE, EXTRA);
  }
}
