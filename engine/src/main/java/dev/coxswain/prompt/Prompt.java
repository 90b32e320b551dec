package dev.coxswain.prompt;

import java.util.Optional;

/// One training prompt τ.
///
/// @param id unique in its pool; opaque; not blank
/// @param text what the policy is given; may hold anything but nothing secret reaches a log
/// @param topic the group it is reported under, where known
public record Prompt(String id, String text, Optional<String> topic) {

  public Prompt {
    if (id.isBlank()) {
      throw new IllegalArgumentException("The prompt id (\"%s\") must not be blank.".formatted(id));
    }
  }
}
