package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThinningTest {

  /// A gap is at most the spacing asked for and the one before it, an eighth of the age each.
  @Test
  void superfluous_afterEachOfAThousandSnapshots_leavesSomeOfEveryAge() {
    List<Long> kept = new ArrayList<>();
    for (long head = 16; head <= 16_000; head += 16) {
      kept.add(head);
      kept.removeAll(Thinning.superfluous(List.copyOf(kept), head, 16));
    }
    assertThat(kept).hasSizeLessThan(120).last().isEqualTo(16_000L);
    long before = 0;
    for (long ordinal : kept) {
      long age = 16_000 - before;
      assertThat(ordinal - before).as("before %d", ordinal).isLessThanOrEqualTo(age / 4 + 16);
      before = ordinal;
    }
  }

  @Test
  void superfluous_theHead_stays() {
    assertThat(Thinning.superfluous(List.of(16L, 17L), 17, 16)).isEmpty();
  }
}
