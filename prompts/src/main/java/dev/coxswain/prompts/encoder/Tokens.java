package dev.coxswain.prompts.encoder;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A prompt's text as words: a LaTeX command (`\frac`, however often its backslash was escaped), a
/// run of letters, a run of digits, or any other character that is not white space. In lower case.
///
/// @param all in the order of the text
record Tokens(List<String> all) {

  private static final Pattern TOKEN =
      Pattern.compile("\\\\+[a-z]+|\\p{L}+|\\p{Nd}+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

  static Tokens of(String text) {
    return new Tokens(
        TOKEN.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList());
  }

  static boolean isCommand(String token) {
    return token.length() > 1 && token.charAt(0) == '\\';
  }

  static boolean isNumber(String token) {
    return Character.isDigit(token.charAt(0));
  }

  static boolean isWord(String token) {
    return Character.isLetter(token.charAt(0));
  }
}
