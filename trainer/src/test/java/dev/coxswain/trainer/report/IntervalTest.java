package dev.coxswain.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IntervalTest {

  private static Figure bootstrap(Double... values) {
    return Objects.requireNonNull(Interval.BOOTSTRAP.of(List.of(values)));
  }

  /// The mean of four draws from 0, 0, 0, 1 is a quarter of a Binomial(4, ¼): at most 2 ones have
  /// probability .949, at most 3 have .996, so the 97.5th percentile is ¾; none has .316. With
  /// 10,000 resamples .949 is twelve standard errors below .975.
  @Test
  void bootstrap_zerosAndAOne_binomialPercentiles() {
    Figure figure = bootstrap(0.0, 0.0, 0.0, 1.0);

    assertThat(figure.mean()).isEqualTo(0.25);
    assertThat(figure.low()).isEqualTo(0);
    assertThat(figure.high()).isEqualTo(0.75);
    assertThat(figure.seeds()).isEqualTo(4);
  }

  @Test
  void bootstrap_again_sameBits() {
    assertThat(bootstrap(0.1, 0.4, 0.35, 0.2)).isEqualTo(bootstrap(0.1, 0.4, 0.35, 0.2));
  }

  @Test
  void bootstrap_oneValue_noInterval() {
    assertThat(bootstrap(0.3)).isEqualTo(new Figure(0.3, 0.3, 0.3, 1));
    assertThat(Interval.BOOTSTRAP.of(List.of())).isNull();
  }

  @Test
  void student_isTheFiguresOwn() {
    assertThat(Interval.STUDENT.of(List.of(1.0, 2.0))).isEqualTo(Figure.of(List.of(1.0, 2.0)));
  }
}
