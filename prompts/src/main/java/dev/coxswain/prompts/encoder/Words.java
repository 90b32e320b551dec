package dev.coxswain.prompts.encoder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A text cut into words as they stand in it: runs of letters, runs of digits, marks of chat
/// templates, and any other characters singly. White space separates them and is none.
///
/// @param text they are of
/// @param places where each begins and ends: two numbers a word
@SuppressWarnings("ArrayRecordComponent") // never compared, made and used up at once
record Words(String text, int[] places) {

  private static final Pattern WORD =
      Pattern.compile(ChatMarkers.NAMED + "|\\p{L}+|\\p{Nd}+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

  static Words of(String text) {
    IntStream.Builder places = IntStream.builder();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      places.add(words.start()).add(words.end());
    }
    return new Words(text, places.build().toArray());
  }

  int count() {
    return places.length / 2;
  }

  /// The i-th word.
  String word(int i) {
    return text.substring(places[2 * i], places[2 * i + 1]);
  }

  /// The text from one word on up to another, that one left out.
  String between(int from, int to) {
    return text.substring(places[2 * from], places[2 * to - 1]);
  }

  /// Whether other words, a blank between each two, stand here from that place on.
  boolean has(String other, int start, int count) {
    if (start < 0 || start + count > count()) {
      return false;
    }
    int next = 0;
    for (int i = start; i < start + count; i++) {
      int length = places[2 * i + 1] - places[2 * i];
      if (!other.regionMatches(next, text, places[2 * i], length)) {
        return false;
      }
      next += length + 1;
    }
    return next == other.length() + 1;
  }
}
