package dev.coxswain.prompts.encoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds the beginnings and endings that many texts share, by walking the tree of their words.
///
/// A shared run goes on for as long as nine in ten of the texts that have it so far go on with the
/// same word: what a template says is always the same, and where it ends the texts part (Harris's
/// successor variety, Language 31, 1955). Where they part, each way that a tenth of all texts take
/// is walked on its own, so that several templates in one pool are found. A run counts if it is at
/// least eight words long: questions, too, often begin with "What is the".
///
/// Left out: templates of fewer than a tenth of the prompts, and what texts share in the middle.
final class SharedRuns {

  /// Texts that are looked at, evenly spread over the pool.
  private static final int SAMPLE = 4096;

  /// A run is of at least this share of the texts looked at…
  static final double LEAST_SHARE = 0.1;

  /// …and of at least so many.
  static final int FEWEST_TEXTS = 8;

  /// Shorter runs are not taken for a template.
  static final int FEWEST_WORDS = 8;

  /// Longer ones are not followed to their end.
  private static final int MOST_WORDS = 1024;

  /// A run goes on while this share of its texts go the same way.
  private static final double SAME_WAY = 0.9;

  private static final Set<String> STOPS = Set.of(".", "?", "!");

  private final List<int[]> texts; // word numbers, from the end looked at
  private final List<String> vocabulary;
  private final boolean atEnd;
  private final List<SharedText.Piece> found = new ArrayList<>();

  private SharedRuns(List<int[]> texts, List<String> vocabulary, boolean atEnd) {
    this.texts = texts;
    this.vocabulary = vocabulary;
    this.atEnd = atEnd;
  }

  static SharedText of(List<String> all) {
    int count = Math.min(all.size(), SAMPLE);
    Map<String, Integer> numbers = new HashMap<>();
    List<String> vocabulary = new ArrayList<>();
    List<int[]> beginnings = new ArrayList<>();
    List<int[]> endings = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Words words = Words.of(all.get((int) (i * all.size() / count)));
      int length = Math.min(words.count(), MOST_WORDS);
      beginnings.add(
          IntStream.range(0, length)
              .map(place -> number(words.word(place), numbers, vocabulary))
              .toArray());
      endings.add(
          IntStream.range(0, length)
              .map(place -> number(words.word(words.count() - 1 - place), numbers, vocabulary))
              .toArray());
    }
    return new SharedText(
        new SharedRuns(beginnings, vocabulary, false).found(),
        new SharedRuns(endings, vocabulary, true).found());
  }

  private static int number(String word, Map<String, Integer> numbers, List<String> vocabulary) {
    return numbers.computeIfAbsent(
        word,
        one -> {
          vocabulary.add(one);
          return vocabulary.size() - 1;
        });
  }

  private List<SharedText.Piece> found() {
    walk(texts, 0, 0);
    return found;
  }

  /// @param having the texts whose first words are the same
  /// @param length how many words that is
  /// @param counted how many of them are in a run that was found
  private void walk(List<int[]> having, int length, int counted) {
    List<int[]> here = having;
    int depth = length;
    Map<Integer, List<int[]>> ways = ways(here, depth);
    List<int[]> most = most(ways);
    while (isFrequent(most) && most.size() >= SAME_WAY * here.size()) {
      here = most;
      depth++;
      ways = ways(here, depth);
      most = most(ways);
    }
    int taken = counted;
    if (depth - counted >= FEWEST_WORDS) {
      found.add(piece(here, atEnd ? withoutStop(here.getFirst(), depth) : depth));
      taken = depth;
    }
    for (List<int[]> way : ways.values()) {
      if (isFrequent(way)) {
        walk(way, depth + 1, taken);
      }
    }
  }

  /// How long an ending is without the full stop, question or exclamation mark before it, which is
  /// the question's.
  private int withoutStop(int[] text, int length) {
    return STOPS.contains(vocabulary.get(text[length - 1])) ? length - 1 : length;
  }

  private boolean isFrequent(List<int[]> group) {
    return group.size() >= Math.max(FEWEST_TEXTS, LEAST_SHARE * texts.size());
  }

  /// The texts by their next word; those that have none are in no group.
  private static Map<Integer, List<int[]>> ways(List<int[]> group, int depth) {
    return group.stream()
        .filter(text -> text.length > depth)
        .collect(Collectors.groupingBy(text -> text[depth], TreeMap::new, Collectors.toList()));
  }

  /// The largest group, the first of equals; an empty one if there is none.
  private static List<int[]> most(Map<Integer, List<int[]>> ways) {
    List<int[]> most = List.of();
    for (List<int[]> way : ways.values()) {
      most = way.size() > most.size() ? way : most;
    }
    return most;
  }

  private SharedText.Piece piece(List<int[]> having, int length) {
    int[] text = having.getFirst();
    String words =
        IntStream.range(0, length)
            .mapToObj(i -> vocabulary.get(text[atEnd ? length - 1 - i : i]))
            .collect(Collectors.joining(" "));
    return new SharedText.Piece(words, length, (double) having.size() / texts.size());
  }
}
