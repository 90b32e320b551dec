package dev.coxswain.trainer.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.prompt.Prompt;
import java.util.Arrays;

/// One task of a [Mixture]: there and back between its own problems and those of the mixture.
///
/// @param shared the mixture's vocabulary, with every token of the task's
record Part(Task task, @JsonIgnore Vocabulary shared) {

  private String prefix() {
    return task.name() + "/";
  }

  /// Whether a prompt of the mixture is of this task.
  boolean has(Prompt prompt) {
    return prompt.id().startsWith(prefix());
  }

  /// @param length of the mixture's prompts
  Problem shared(Problem own, int length) {
    Prompt prompt = own.prompt();
    int[] tokens = shared(own.tokens());
    int[] padded = new int[length]; // padding is 0
    System.arraycopy(tokens, 0, padded, length - tokens.length, tokens.length);
    return new Problem(
        new Prompt(prefix() + prompt.id(), prompt.text(), prompt.topic().map(prefix()::concat)),
        padded);
  }

  int[] shared(int[] own) {
    return Arrays.stream(own)
        .map(token -> shared.tokens().indexOf(task.vocabulary().tokens().get(token)))
        .toArray();
  }

  Prompt own(Prompt prompt) {
    int prefix = prefix().length();
    return new Prompt(
        prompt.id().substring(prefix),
        prompt.text(),
        prompt.topic().map(topic -> topic.substring(prefix)));
  }

  Problem own(Problem problem) {
    int[] tokens = own(problem.tokens());
    return new Problem(
        own(problem.prompt()),
        Arrays.copyOfRange(tokens, tokens.length - task.promptLength(), tokens.length));
  }

  /// The task's tokens; −1 for those that it does not know.
  int[] own(int[] tokens) {
    return Arrays.stream(tokens)
        .map(token ->
            token < 0 || token >= shared.size()
                ? -1
                : task.vocabulary().tokens().indexOf(shared.tokens().get(token)))
        .toArray();
  }
}
