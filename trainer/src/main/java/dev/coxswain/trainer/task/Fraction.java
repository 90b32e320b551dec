package dev.coxswain.trainer.task;

/// An exact rational number in no particular terms, or undefined (denominator 0), which every
/// operation passes on as NaN does.
///
/// Not reduced: a Countdown answer joins at most five numbers up to 99, so both parts stay under
/// 5·99⁵ < 2³⁶.
record Fraction(long numerator, long denominator) {

  static final Fraction UNDEFINED = new Fraction(0, 0);

  static Fraction of(long whole) {
    return new Fraction(whole, 1);
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        Math.addExact(times(numerator, other.denominator), times(other.numerator, denominator)),
        times(denominator, other.denominator));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(-other.numerator, other.denominator));
  }

  Fraction times(Fraction other) {
    return new Fraction(times(numerator, other.numerator), times(denominator, other.denominator));
  }

  /// Undefined if the other is 0 or undefined.
  Fraction dividedBy(Fraction other) {
    return other.denominator == 0
        ? UNDEFINED
        : new Fraction(times(numerator, other.denominator), times(denominator, other.numerator));
  }

  /// False if undefined.
  boolean isEqualTo(long whole) {
    return denominator != 0 && numerator == times(whole, denominator);
  }

  private static long times(long a, long b) {
    return Math.multiplyExact(a, b);
  }
}
