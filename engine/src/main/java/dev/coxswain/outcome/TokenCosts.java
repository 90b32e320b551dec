package dev.coxswain.outcome;

import dev.coxswain.prompt.Topics;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;

/// What a rollout of each prompt costs in tokens, learned from those observed (ours).
///
/// A prompt's own mean is shrunk towards its topic's and that towards the pool's: with T tokens in
/// n rollouts and a mean m from above, (T + 8·m)/(n + 8). Sums of whole numbers, so that the order
/// in which outcomes arrive does not matter.
final class TokenCosts {

  private static final int TRUSTED_ROLLOUTS = 8; // of the mean from above; one usual group

  private final Topics topics;
  private final long[] tokens; // (N)
  private final long[] rollouts; // (N)
  private final long[] topicTokens; // (topics)
  private final long[] topicRollouts; // (topics)
  private long allTokens;
  private long allRollouts;

  TokenCosts(Topics topics) {
    this(topics, new long[topics.prompts()], new long[topics.prompts()]);
  }

  private TokenCosts(Topics topics, long[] tokens, long[] rollouts) {
    this.topics = topics;
    this.tokens = tokens;
    this.rollouts = rollouts;
    topicTokens = new long[topics.count()];
    topicRollouts = new long[topics.count()];
    for (int i = 0; i < tokens.length; i++) {
      sum(i, tokens[i], rollouts[i]);
    }
  }

  private void sum(int prompt, long counted, long trials) {
    topicTokens[topics.of(prompt)] += counted;
    topicRollouts[topics.of(prompt)] += trials;
    allTokens += counted;
    allRollouts += trials;
  }

  /// Takes in a group; one whose tokens nobody counted says nothing.
  void observed(int prompt, long counted, int trials) {
    if (counted > 0 && trials > 0) {
      tokens[prompt] += counted;
      rollouts[prompt] += trials;
      sum(prompt, counted, trials);
    }
  }

  /// Predicted tokens of one rollout as a multiple of the pool's mean; 1 while nothing was counted.
  double relative(int prompt) {
    if (allRollouts == 0) {
      return 1;
    }
    int topic = topics.of(prompt);
    double poolMean = (double) allTokens / allRollouts;
    double topicMean = shrunk(topicTokens[topic], topicRollouts[topic], poolMean);
    return shrunk(tokens[prompt], rollouts[prompt], topicMean) / poolMean;
  }

  private static double shrunk(long tokens, long rollouts, double mean) {
    return (tokens + TRUSTED_ROLLOUTS * mean) / (rollouts + TRUSTED_ROLLOUTS);
  }

  TokenCosts forPool(int[] former, Topics newTopics) {
    return new TokenCosts(newTopics, moved(tokens, former), moved(rollouts, former));
  }

  private static long[] moved(long[] counts, int[] former) {
    return Arrays.stream(former).mapToLong(i -> i < 0 ? 0 : counts[i]).toArray();
  }

  Snapshot snapshot() {
    return new Snapshot.Builder()
        .longs("tokens", tokens.clone())
        .longs("rollouts", rollouts.clone())
        .build();
  }

  static TokenCosts restore(Snapshot snapshot, Topics topics) {
    return new TokenCosts(
        topics, snapshot.longs("tokens").clone(), snapshot.longs("rollouts").clone());
  }
}
