package dev.coxswain.server.pool;

import dev.coxswain.prompt.Prompt;
import java.util.Locale;
import java.util.Optional;

/// What prompts somebody looks for.
///
/// @param contains a part of the id or of the text, in any case; empty for any
/// @param topic the topic; empty for any
public record Search(String contains, Optional<String> topic) {

  public Search {
    contains = contains.toLowerCase(Locale.ROOT);
  }

  boolean finds(Prompt prompt) {
    return (topic.isEmpty() || topic.equals(prompt.topic()))
        && (contains.isEmpty() || has(prompt.id()) || has(prompt.text()));
  }

  private boolean has(String text) {
    return text.toLowerCase(Locale.ROOT).contains(contains);
  }
}
