package dev.coxswain.prompts.encoder;

import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What prompts of a pool have in common and says nothing of any of them: the beginnings and
/// endings that templates put around a question. In a mean over a text's words they drown the
/// question, so they are taken off before a text is encoded.
///
/// A text loses the longest beginning and the longest ending that it has, then its [ChatMarkers],
/// which are known without a pool, and the white space at its ends. One that would be empty then
/// stays whole.
///
/// @param beginnings longest first
/// @param endings longest first
public record SharedText(List<Piece> beginnings, List<Piece> endings) {

  /// Nothing.
  static final SharedText NONE = new SharedText(List.of(), List.of());

  /// One beginning or ending.
  ///
  /// @param text its words, a blank between each two; never to be logged
  /// @param words how many, at least 1
  /// @param share of the prompts looked at that have it, in (0, 1]
  public record Piece(String text, int words, double share) {

    /// Lengths only.
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,d words in %.0f %% of the prompts", words, 100 * share);
    }
  }

  public SharedText {
    beginnings = sorted(beginnings);
    endings = sorted(endings);
  }

  private static List<Piece> sorted(List<Piece> pieces) {
    return pieces.stream()
        .sorted(Comparator.comparingInt((Piece piece) -> -piece.words()).thenComparing(Piece::text))
        .toList();
  }

  /// What these prompts share. The same prompts in the same order always share the same.
  public static SharedText of(List<Prompt> prompts) {
    return SharedRuns.of(prompts.stream().map(Prompt::text).toList());
  }

  /// What was found, a sentence each, lengths only: fit for a log.
  public List<String> described() {
    return Stream.concat(
            beginnings.stream().map(piece -> "a beginning of " + piece),
            endings.stream().map(piece -> "an ending of " + piece))
        .toList();
  }

  /// A text without what is shared; never empty if the text is not.
  public String removedFrom(String text) {
    String question = text;
    if (!beginnings.isEmpty() || !endings.isEmpty()) {
      Words words = Words.of(text);
      int from = longest(words, beginnings, false);
      int to = words.count() - longest(words, endings, true);
      if (from >= to) {
        return text;
      }
      question = words.between(from, to);
    }
    String bare = ChatMarkers.removed(question);
    return bare.isEmpty() ? text : bare;
  }

  /// How many of the words the longest piece takes; 0 where none is there.
  private static int longest(Words words, List<Piece> pieces, boolean atEnd) {
    for (Piece piece : pieces) {
      int start = atEnd ? words.count() - piece.words() : 0;
      if (words.has(piece.text(), start, piece.words())) {
        return piece.words();
      }
    }
    return 0;
  }

  /// The same prompts with bare texts.
  PoolFile removedFrom(PoolFile file) {
    return new PoolFile(
        Pool.of(
            file.pool().prompts().stream()
                .map(prompt -> new Prompt(prompt.id(), removedFrom(prompt.text()), prompt.topic()))
                .toList()),
        file.embeddings());
  }

  Snapshot snapshot() {
    Snapshot.Builder snapshot =
        new Snapshot.Builder()
            .longs("counts", new long[] {beginnings.size(), endings.size()})
            .doubles(
                "shares",
                Stream.concat(beginnings.stream(), endings.stream())
                    .mapToDouble(Piece::share)
                    .toArray());
    int next = 0;
    for (Piece piece : Stream.concat(beginnings.stream(), endings.stream()).toList()) {
      snapshot.text("piece-" + next++, piece.text());
    }
    return snapshot.build();
  }

  /// @throws IllegalArgumentException if the snapshot does not add up
  static SharedText restored(Snapshot snapshot) {
    long[] counts = snapshot.longs("counts");
    double[] shares = snapshot.doubles("shares");
    if (counts.length != 2
        || counts[0] < 0
        || counts[0] > shares.length
        || counts[1] != shares.length - counts[0]) {
      throw new IllegalArgumentException(
          """
          The snapshot's shared texts (%d) do not add up with their counts.
          Maybe another version wrote it.\
          """
              .formatted(shares.length));
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      String text = snapshot.text("piece-" + i);
      pieces.add(new Piece(text, Words.of(text).count(), shares[i]));
    }
    int beginnings = (int) counts[0];
    return new SharedText(pieces.subList(0, beginnings), pieces.subList(beginnings, pieces.size()));
  }
}
