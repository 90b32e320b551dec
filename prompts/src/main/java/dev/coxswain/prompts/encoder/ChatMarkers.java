package dev.coxswain.prompts.encoder;

import java.util.regex.Pattern;

/// The marks that chat templates set between messages, with the role that stands at some of them:
/// those of ChatML, Llama 2 and 3, Gemma, Mistral and DeepSeek. They say who speaks, not of what.
final class ChatMarkers {

  /// `<|im_start|>`, `<|end_header_id|>`, `<｜User｜>` and their like.
  static final String NAMED = "<[|｜][^<>|｜\\s]{1,40}[|｜]>";

  private static final String ROLE = "(?:system|user|assistant|tool|model)\\b";

  private static final Pattern ANYWHERE =
      Pattern.compile(
          "<\\|im_start\\|>\\s*(?:%1$s)?|<\\|start_header_id\\|>\\s*%1$s|<start_of_turn>\\s*(?:%1$s)?|<end_of_turn>|%2$s|\\[/?INST\\]|<</?SYS>>"
              .formatted(ROLE, NAMED));

  /// These are HTML, too, elsewhere.
  private static final Pattern AT_AN_END =
      Pattern.compile("\\A\\s*(?:<s>|<bos>)|(?:</s>|<eos>)\\s*\\z");

  private ChatMarkers() {}

  /// The text without them, and without white space at its ends.
  static String removed(String text) {
    String open = AT_AN_END.matcher(text).replaceAll("");
    return ANYWHERE.matcher(open).replaceAll(" ").strip();
  }
}
