package dev.coxswain.trainer.task;

import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.task.FamilyMix.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Modular arithmetic from the left: `7 : 3 + 5 × 2 =` is answered `1 2`, the results on the way
/// with the last as the answer. A larger modulus is harder, and so is a longer chain; within a
/// family it depends on the operators and operands.
///
/// @param practised the families of evaluation, validation and pool
/// @param warmUp the families of the demonstrations
public record Chains(FamilyMix practised, FamilyMix warmUp) implements DrawnTask {

  private static final FamilyMix OTHER_KIND =
      new FamilyMix(
          List.of(new Share(new ChainFamily(13, 2), 1), new Share(new ChainFamily(13, 3), 1)));

  /// Moduli 7, 19 and 43, of two, three and four operations.
  public static Chains defaults() {
    return new Chains(
        mix(new double[] {1, 1, 1}, new double[] {1, 1, 1}),
        mix(new double[] {2, 1, 0.5}, new double[] {2, 1, 0.5}));
  }

  private static FamilyMix mix(double[] ofModulus, double[] ofLength) {
    int[] moduli = {7, 19, 43};
    List<Share> shares = new ArrayList<>();
    for (int m = 0; m < moduli.length; m++) {
      for (int l = 0; l < ofLength.length; l++) {
        shares.add(new Share(new ChainFamily(moduli[m], l + 2), ofModulus[m] * ofLength[l]));
      }
    }
    return new FamilyMix(shares);
  }

  @Override
  public String name() {
    return "chains";
  }

  @Override
  public Vocabulary vocabulary() {
    return Notation.VOCABULARY;
  }

  @Override
  public int promptLength() {
    return Chain.LENGTH;
  }

  /// The longest chain's results and the end.
  @Override
  public int maxAnswerLength() {
    return Chain.LONGEST + 1;
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    return Chain.of(problem.prompt()).isSolvedBy(answer);
  }

  /// Chains of a modulus that is not practised, 13.
  @Override
  public FamilyMix beyond() {
    return OTHER_KIND;
  }

  /// (30): log m; how many operations, additions, subtractions and multiplications; operands that
  /// are 0, 1 and m − 1; multiplications by 0 and by 1; of each place the operand over m (5) and
  /// its operator one-hot (12); m (1), the largest operand and the mean of all.
  @Override
  public double[] facts(Prompt prompt) {
    Chain chain = Chain.of(prompt);
    int m = chain.modulus();
    Facts facts = new Facts();
    facts.add(StrictMath.log(m));
    facts.add(chain.operators().size());
    for (Operator operator : List.of(Operator.PLUS, Operator.MINUS, Operator.TIMES)) {
      facts.add(Collections.frequency(chain.operators(), operator));
    }
    for (int special : new int[] {0, 1, m - 1}) {
      facts.add(Collections.frequency(chain.numbers(), special));
    }
    facts.add(timesBy(chain, 0));
    facts.add(timesBy(chain, 1));
    for (int place = 0; place <= Chain.LONGEST; place++) {
      boolean there = place < chain.numbers().size();
      facts.add(there ? (double) chain.numbers().get(place) / m : 0);
    }
    for (int place = 0; place < Chain.LONGEST; place++) {
      Operator here = place < chain.operators().size() ? chain.operators().get(place) : null;
      facts.add(here == Operator.PLUS);
      facts.add(here == Operator.MINUS);
      facts.add(here == Operator.TIMES);
    }
    facts.add(m);
    facts.add(Collections.max(chain.numbers()));
    facts.add(chain.numbers().stream().mapToInt(Integer::intValue).average().orElseThrow());
    return facts.values();
  }

  private static int timesBy(Chain chain, int operand) {
    int count = 0;
    for (int i = 0; i < chain.operators().size(); i++) {
      boolean is = chain.numbers().get(i + 1) == operand;
      count += is && chain.operators().get(i) == Operator.TIMES ? 1 : 0;
    }
    return count;
  }
}
