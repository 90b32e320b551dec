package dev.coxswain.prompts.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Cuts texts into the pieces of words that a BERT model knows (arXiv:1810.04805), in lower case
/// and without accents: at white space and around punctuation, then always the longest known piece.
///
/// Gives the ids that Hugging Face's tokenizers give, which the tests hold it to, at several times
/// their speed from Java (docs/decisions/0015-a-static-encoder.md). One thing differs: `[SEP]` and
/// its like within a text are plain text here, since a text has no say in where it ends.
final class WordPiece {

  private static final String CONTINUES = "##";

  /// Longer words are unknown as a whole.
  private static final int LONGEST_WORD = 100;

  private final Map<String, Integer> first; // of a word
  private final Map<String, Integer> later; // within a word, without their mark
  private final int longest; // piece, in characters
  private final int unknown;
  private final int opening;
  private final int closing;

  private WordPiece(Map<String, Integer> vocabulary) {
    first = HashMap.newHashMap(vocabulary.size());
    later = HashMap.newHashMap(vocabulary.size());
    vocabulary.forEach((piece, id) -> {
      if (piece.startsWith(CONTINUES)) {
        later.put(piece.substring(CONTINUES.length()), id);
      } else {
        first.put(piece, id);
      }
    });
    longest = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(0);
    unknown = special("[UNK]");
    opening = special("[CLS]");
    closing = special("[SEP]");
  }

  private int special(String piece) {
    Integer id = first.get(piece);
    if (id == null) {
      throw new IllegalArgumentException("The vocabulary has no piece %s.".formatted(piece));
    }
    return id;
  }

  /// @param tokenizer as Hugging Face's JSON has it, of the kind WordPiece
  static WordPiece of(byte[] tokenizer) {
    try {
      JsonNode pieces = new ObjectMapper().readTree(tokenizer).at("/model/vocab");
      Map<String, Integer> vocabulary = HashMap.newHashMap(pieces.size());
      pieces
          .properties()
          .forEach(piece -> vocabulary.put(piece.getKey(), piece.getValue().intValue()));
      return new WordPiece(vocabulary);
    } catch (IOException e) {
      throw new UncheckedIOException("The tokenizer is no JSON.", e);
    }
  }

  /// How many ids there are.
  int size() {
    return first.size() + later.size();
  }

  /// The pieces of a text between the opening and the closing one.
  ///
  /// @param most ids that are made, these two included
  long[] sentence(String text, int most) {
    int[] ids = pieces(text, most - 2);
    long[] sentence = new long[ids.length + 2];
    sentence[0] = opening;
    for (int i = 0; i < ids.length; i++) {
      sentence[i + 1] = ids[i];
    }
    sentence[ids.length + 1] = closing;
    return sentence;
  }

  /// One piece between the opening and the closing one.
  long[] alone(int id) {
    return new long[] {opening, id, closing};
  }

  /// The pieces of a text.
  ///
  /// @param most that are made; what comes after is not read
  int[] pieces(String text, int most) {
    Pieces pieces = new Pieces(most);
    String plain = isAscii(text) ? text : Normalizer.normalize(spaced(text), Normalizer.Form.NFD);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < plain.length() && !pieces.isFull(); ) {
      int point = plain.codePointAt(i);
      i += Character.charCount(point);
      switch (Kind.of(point)) {
        case LEFT_OUT -> {}
        case SPACE -> pieces.add(word);
        case ALONE -> {
          pieces.add(word);
          pieces.add(word.appendCodePoint(point));
        }
        case PART -> word.appendCodePoint(Character.toLowerCase(point));
      }
    }
    pieces.add(word);
    return pieces.ids();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /// With blanks around every Chinese character, which is a word of its own. Before accents are
  /// taken apart, since that changes some of these characters into others.
  private static String spaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (isChinese(point)) {
            spaced.append(' ').appendCodePoint(point).append(' ');
          } else {
            spaced.appendCodePoint(point);
          }
        });
    return spaced.toString();
  }

  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B73F)
        || (point >= 0x2B740 && point <= 0x2B81F)
        || (point >= 0x2B920 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }

  /// What a character does to the word it stands in.
  private enum Kind {
    PART,
    ALONE,
    SPACE,
    LEFT_OUT;

    private static final Kind[] ASCII = new Kind[128];

    static {
      Arrays.setAll(ASCII, Kind::ofAny);
    }

    static Kind of(int point) {
      return point < ASCII.length ? ASCII[point] : ofAny(point);
    }

    private static Kind ofAny(int point) {
      if (point == '\t' || point == '\n' || point == '\r') {
        return SPACE;
      }
      return switch (Character.getType(point)) {
        case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
            SPACE;
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.PRIVATE_USE,
            Character.UNASSIGNED,
            Character.NON_SPACING_MARK ->
            LEFT_OUT;
        case Character.DASH_PUNCTUATION,
            Character.START_PUNCTUATION,
            Character.END_PUNCTUATION,
            Character.CONNECTOR_PUNCTUATION,
            Character.OTHER_PUNCTUATION,
            Character.INITIAL_QUOTE_PUNCTUATION,
            Character.FINAL_QUOTE_PUNCTUATION ->
            ALONE;
        default -> point == 0xFFFD ? LEFT_OUT : isAsciiSymbol(point) ? ALONE : PART;
      };
    }

    /// `$+<=>^`, `|`, `~` and the grave accent: no punctuation to Unicode, but to BERT.
    private static boolean isAsciiSymbol(int point) {
      return point < 128 && !Character.isLetterOrDigit(point);
    }
  }

  /// Pieces found so far, no more than asked for.
  private final class Pieces {

    private int[] found = new int[64];
    private int count;
    private final int most;

    Pieces(int most) {
      this.most = most;
    }

    boolean isFull() {
      return count >= most;
    }

    /// Cuts a word, and empties it.
    void add(StringBuilder word) {
      if (!word.isEmpty()) {
        int before = count;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD || !cut(word.toString())) {
          count = before;
          put(unknown);
        }
        word.setLength(0);
      }
    }

    /// Whether all of it is known.
    private boolean cut(String word) {
      for (int start = 0; start < word.length(); ) {
        Map<String, Integer> known = start == 0 ? first : later;
        int end = Math.min(word.length(), start + longest);
        Integer id = known.get(word.substring(start, end));
        while (id == null && end > start + 1) {
          end--;
          id = known.get(word.substring(start, end));
        }
        if (id == null) {
          return false;
        }
        put(id);
        start = end;
      }
      return true;
    }

    private void put(int id) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = id;
    }

    int[] ids() {
      return Arrays.copyOf(found, Math.min(count, most));
    }
  }
}
