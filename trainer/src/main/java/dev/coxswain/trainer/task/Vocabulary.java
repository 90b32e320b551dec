package dev.coxswain.trainer.task;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// The tokens of a task, by id: a token's id is its place in the list. The first two are the
/// padding and the end token.
public record Vocabulary(List<String> tokens) {

  private static final int PAD = 0;
  private static final int END = 1;

  public Vocabulary {
    tokens = List.copyOf(tokens);
    if (tokens.size() < 3) {
      throw new IllegalArgumentException(
          "The vocabulary (%d tokens) must hold padding, end and at least one more token."
              .formatted(tokens.size()));
    }
    HashSet<String> seen = new HashSet<>();
    for (String token : tokens) {
      if (!seen.add(token)) {
        throw new IllegalArgumentException(
            "The token (\"%s\") must occur once in the vocabulary; was there twice."
                .formatted(token));
      }
    }
  }

  public int size() {
    return tokens.size();
  }

  /// The id that fills prompts up on the left.
  public int pad() {
    return PAD;
  }

  /// The id that ends an answer.
  public int end() {
    return END;
  }

  /// @throws IllegalArgumentException if there is no such token
  public int id(String token) {
    int id = tokens.indexOf(token);
    if (id < 0) {
      throw new IllegalArgumentException(
          "The token (\"%s\") must be one of the vocabulary's %d; was none of them."
              .formatted(token, size()));
    }
    return id;
  }

  /// The tokens' texts with a space between; padding is left out.
  ///
  /// @param ids each in 0 .. size − 1
  public String text(int[] ids) {
    return Arrays.stream(ids)
        .filter(id -> id != PAD)
        .mapToObj(tokens::get)
        .collect(Collectors.joining(" "));
  }
}
