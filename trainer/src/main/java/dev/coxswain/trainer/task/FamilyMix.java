package dev.coxswain.trainer.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// How often each family occurs.
///
/// @param shares at least one, each family once; only the ratios of their weights count
public record FamilyMix(List<Share> shares) {

  /// @param weight positive and finite
  public record Share(ProblemFamily family, double weight) {

    public Share {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            """
            The weight of family %s (%s) must be positive and finite.
            Maybe leave a family out of the mix that should not occur.\
            """
                .formatted(family.name(), weight));
      }
    }
  }

  public FamilyMix {
    shares = List.copyOf(shares);
    if (shares.isEmpty()) {
      throw new IllegalArgumentException("The mix must hold at least one family.");
    }
    Set<ProblemFamily> seen = new HashSet<>();
    for (Share share : shares) {
      if (!seen.add(share.family())) {
        throw new IllegalArgumentException(
            "The family (%s) must occur once in the mix; was there twice."
                .formatted(share.family().name()));
      }
    }
  }

  /// Whole numbers of problems that add up to `total`, each within 1 of its exact share: rounded
  /// down, and what is then missing goes to the largest remainders (ties: the earlier family).
  ///
  /// @return (families), in the order of the shares
  int[] quotas(int total) {
    int[] quotas = new int[shares.size()];
    double[] remainders = new double[shares.size()];
    int missing = total;
    for (int i = 0; i < quotas.length; i++) {
      double exact = total * shares.get(i).weight() / totalWeight();
      quotas[i] = (int) exact;
      remainders[i] = exact - quotas[i];
      missing -= quotas[i];
    }
    for (; missing > 0; missing--) {
      int largest = indexOfLargest(remainders);
      quotas[largest]++;
      remainders[largest] = -1;
    }
    return quotas;
  }

  /// A family, each as likely as its share.
  ProblemFamily draw(RandomGenerator rng) {
    double left = rng.nextDouble() * totalWeight();
    for (Share share : shares) {
      left -= share.weight();
      if (left < 0) {
        return share.family();
      }
    }
    return shares.getLast().family(); // rounding left a crumb
  }

  /// The weights by the names of their families, as a config is written.
  @JsonValue
  Map<String, Double> weights() {
    Map<String, Double> weights = new LinkedHashMap<>();
    shares.forEach(share -> weights.put(share.family().name(), share.weight()));
    return weights;
  }

  private double totalWeight() {
    return shares.stream().mapToDouble(Share::weight).sum();
  }

  private static int indexOfLargest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }
}
