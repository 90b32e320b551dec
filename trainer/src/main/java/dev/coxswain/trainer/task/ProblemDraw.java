package dev.coxswain.trainer.task;

import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Draws one set of distinct problems with a mix's quotas.
///
/// A family that has too few problems gives what it has; what is then missing comes from the family
/// with the largest share, and if that runs out too, from the next largest.
/// [ProblemSets#countsByTopic] shows what came of it.
final class ProblemDraw {

  /// So many draws without a new problem, and the family counts as used up. The rarest problems of
  /// the small families come up about once in 3,000 draws.
  private static final int PATIENCE = 20_000;

  private final FamilyMix mix;
  private final Predicate<Problem> allowed;
  private final RandomKey key;
  private final Set<String> taken = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private ProblemDraw(FamilyMix mix, Predicate<Problem> allowed, RandomKey key) {
    this.mix = mix;
    this.allowed = allowed;
    this.key = key;
  }

  /// In random order.
  ///
  /// @param allowed in this set
  /// @throws IllegalArgumentException if the families have fewer than `size` problems between them
  static List<Problem> of(FamilyMix mix, Predicate<Problem> allowed, int size, RandomKey key) {
    ProblemDraw draw = new ProblemDraw(mix, allowed, key);
    draw.takeQuotas(size);
    draw.takeMissing(size);
    int[] order = Permutation.of(size, key.forPurpose(key.purpose() + " order").generator());
    return Arrays.stream(order).mapToObj(draw.problems::get).toList();
  }

  private void takeQuotas(int size) {
    int[] quotas = mix.quotas(size);
    for (int i = 0; i < quotas.length; i++) {
      take(mix.shares().get(i).family(), quotas[i], "quota");
    }
  }

  private void takeMissing(int size) {
    List<FamilyMix.Share> largestFirst =
        mix.shares().stream()
            .sorted(Comparator.comparingDouble(FamilyMix.Share::weight).reversed())
            .toList();
    for (FamilyMix.Share share : largestFirst) {
      take(share.family(), size - problems.size(), "missing");
    }
    if (problems.size() < size) {
      throw new IllegalArgumentException(
          """
          The %s size (%d) must be at most the number of distinct problems; was more than the %d found.
          Maybe add a family with more or larger numbers to the mix.\
          """
              .formatted(key.purpose(), size, problems.size()));
    }
  }

  private void take(ProblemFamily family, int wanted, String round) {
    var rng = key.forPurpose(key.purpose() + " " + family.name() + " " + round).generator();
    int misses = 0;
    for (int found = 0; found < wanted && misses < PATIENCE; ) {
      Problem problem = family.draw(rng).problem();
      if (allowed.test(problem) && taken.add(problem.id())) {
        problems.add(problem);
        found++;
        misses = 0;
      } else {
        misses++;
      }
    }
  }
}
