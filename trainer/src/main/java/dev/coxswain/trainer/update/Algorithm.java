package dev.coxswain.trainer.update;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.stream.Stream;

/// How rewards become a change of the policy. Each record is the algorithm's settings; its
/// `usual()` is the only place where they have defaults.
///
/// All three average the [Clip] loss over the tokens of a minibatch (DAPO's token mean), not over
/// answers, so that a long answer's tokens count as much as a short one's. Left out of all: the KL
/// penalty towards a reference policy and the entropy bonus (DAPO, section 2.3, and most recent
/// RLVR work do without).
public sealed interface Algorithm {

  /// Its name on the command line and in files.
  @JsonProperty
  default String name() {
    return switch (this) {
      case Grpo _ -> "grpo";
      case Ppo _ -> "ppo";
      case ReinforcePlusPlus _ -> "reinforce++";
    };
  }

  Clip clip();

  Optimization optimization();

  /// The algorithm of that name, with its usual settings: grpo, ppo or reinforce++.
  ///
  /// @throws IllegalArgumentException for any other name
  static Algorithm parse(String name) {
    return Stream.of(Grpo.usual(), Ppo.usual(), ReinforcePlusPlus.usual())
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The algorithm \"%s\" is not known; there are grpo, ppo and reinforce++."
                    .formatted(name)));
  }

  /// The same algorithm with another rate for the policy.
  default Algorithm withLearningRate(double rate) {
    Optimization changed = optimization().withLearningRate(rate);
    return switch (this) {
      case Grpo grpo -> new Grpo(clip(), changed);
      case Ppo ppo ->
          new Ppo(clip(), changed, ppo.discount(), ppo.trace(), ppo.criticLearningRate());
      case ReinforcePlusPlus plain -> new ReinforcePlusPlus(clip(), changed);
    };
  }

  /// Group relative policy optimisation (arXiv:2402.03300): the advantage of an answer is its
  /// reward against those of the same prompt's other answers.
  record Grpo(Clip clip, Optimization optimization) implements Algorithm {

    /// Clips at 0.2 below and 0.28 above (DAPO).
    public static Grpo usual() {
      return new Grpo(new Clip(0.2, 0.28), Optimization.usual());
    }
  }

  /// Proximal policy optimisation (arXiv:1707.06347): a critic tells what reward was to be expected
  /// at each token; groups may be of one answer.
  ///
  /// @param discount γ in (0, 1] of generalised advantage estimation (arXiv:1506.02438)
  /// @param trace λ in [0, 1] of the same
  /// @param criticLearningRate of the critic, which otherwise steps as the policy does
  record Ppo(
      Clip clip,
      Optimization optimization,
      double discount,
      double trace,
      double criticLearningRate)
      implements Algorithm {

    public Ppo {
      if (!(discount > 0 && discount <= 1) || !(trace >= 0 && trace <= 1)) {
        throw new IllegalArgumentException(
            "The discount (%s) must lie in (0, 1] and the trace (%s) in [0, 1]."
                .formatted(discount, trace));
      }
      var _ = optimization.withLearningRate(criticLearningRate); // rejects a rate out of range
    }

    Optimization criticSteps() {
      return optimization.withLearningRate(criticLearningRate);
    }

    /// Clips at 0.2 on both sides; γ = λ = 1, since the only reward comes with the last token; the
    /// critic learns four times as fast as the policy.
    public static Ppo usual() {
      return new Ppo(new Clip(0.2, 0.2), Optimization.usual(), 1, 1, 1e-3);
    }
  }

  /// REINFORCE++ (arXiv:2501.03262): no critic; the advantage of an answer is its reward against
  /// those of the whole batch. Of the paper's parts, the KL term of the reward is left out.
  record ReinforcePlusPlus(Clip clip, Optimization optimization) implements Algorithm {

    /// Clips at 0.2 on both sides.
    public static ReinforcePlusPlus usual() {
      return new ReinforcePlusPlus(new Clip(0.2, 0.2), Optimization.usual());
    }
  }
}
