package dev.coxswain.server.run;

import dev.coxswain.outcome.Outcome;
import dev.coxswain.outcome.Outcome.Status;
import dev.coxswain.prediction.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has come back for one ticket, put together from the reports. Mutable; its ledger owns it.
///
/// It closes once: when it is complete, or by the time-out with what arrived. Reports that come
/// later are kept, and change nothing, unless nothing had arrived by then: such a ticket may be
/// answered after all.
final class Group {

  /// Whether a report is news.
  enum News {
    NEW,
    DUPLICATE,
    CONFLICT
  }

  private List<Piece> pieces = List.of();
  private @Nullable Outcome outcome; // as the engine was told; null while open

  News news(Piece piece) {
    for (Piece known : pieces) {
      if (known.key() == piece.key()) {
        return known.saysAs(piece) ? News.DUPLICATE : News.CONFLICT;
      }
    }
    return News.NEW;
  }

  /// Takes in a report that is news.
  ///
  /// @param ticket as the engine knows it
  /// @param groupSize k
  /// @param learnsTruncated whether rollouts cut at the length limit are trials
  /// @return the group's outcome, if the report closes it
  Optional<Outcome> add(Piece piece, String ticket, int groupSize, boolean learnsTruncated) {
    if (pieces.isEmpty()) {
      pieces = List.of(piece);
    } else {
      pieces = new ArrayList<>(pieces);
      pieces.add(piece);
    }
    boolean open = outcome == null || isGivenUp(outcome);
    return open && isComplete(groupSize)
        ? Optional.of(close(ticket, learnsTruncated))
        : Optional.empty();
  }

  private static boolean isGivenUp(Outcome outcome) {
    return outcome.status() == Status.CANCELLED && outcome.trials() == 0;
  }

  /// Closes it by the time-out.
  ///
  /// @return its outcome, if it was open
  Optional<Outcome> expire(String ticket, boolean learnsTruncated) {
    return outcome == null ? Optional.of(close(ticket, learnsTruncated)) : Optional.empty();
  }

  private Outcome close(String ticket, boolean learnsTruncated) {
    Outcome closed = assembled(ticket, learnsTruncated);
    outcome = closed;
    return closed;
  }

  private boolean isComplete(int groupSize) {
    int rollouts = 0;
    for (Piece piece : pieces) {
      if (piece.isWhole()) {
        return true;
      }
      rollouts += Math.max(piece.trials(), 1);
    }
    return rollouts >= groupSize;
  }

  /// Only rollouts that are trials count; where there is none, the group ended as most of its
  /// rollouts did. In the order of their keys, so that the order of arrival does not matter.
  private Outcome assembled(String ticket, boolean learnsTruncated) {
    double successes = 0;
    double squares = 0;
    int trials = 0;
    long tokens = 0;
    boolean cut = false;
    Map<Status, Integer> ended = new EnumMap<>(Status.class);
    for (Piece piece : pieces.stream().sorted(Comparator.comparingInt(Piece::key)).toList()) {
      tokens += piece.tokens();
      ended.merge(piece.status(), Math.max(piece.trials(), 1), Integer::sum);
      boolean judged =
          piece.status() == Status.OK || (learnsTruncated && piece.status() == Status.TRUNCATED);
      if (judged && piece.trials() > 0) {
        successes += piece.successes();
        squares += piece.rewardSquares();
        trials += piece.trials();
        cut |= piece.status() == Status.TRUNCATED;
      }
    }
    if (trials > 0) {
      double sd = deviation(successes, squares, trials);
      return new Outcome(
          ticket,
          Math.min(successes, trials),
          trials,
          sd,
          tokens,
          cut ? Status.TRUNCATED : Status.OK);
    }
    Status most = Status.CANCELLED;
    for (Map.Entry<Status, Integer> entry : ended.entrySet()) {
      if (entry.getValue() > ended.getOrDefault(most, 0)) {
        most = entry.getKey();
      }
    }
    return new Outcome(ticket, 0, 0, 0, tokens, most);
  }

  private static double deviation(double successes, double squares, int trials) {
    if (squares == successes && successes == Math.rint(successes)) {
      return Label.binarySd((int) successes, trials);
    }
    double mean = Math.min(successes / trials, 1);
    return Math.sqrt(Math.clamp(squares / trials - mean * mean, 0, 0.25));
  }

  boolean isOpen() {
    return outcome == null;
  }

  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /// How many of its rollouts have been reported.
  int rollouts() {
    return pieces.stream().mapToInt(Piece::trials).sum();
  }

  long tokens() {
    return pieces.stream().mapToLong(Piece::tokens).sum();
  }
}
