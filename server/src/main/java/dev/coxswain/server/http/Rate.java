package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How many requests a second one client may send, after a first burst of as many.
final class Rate {

  private static final int MOST_CLIENTS = 10_000;

  private final double perSecond;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  private record Bucket(double left, long at) {}

  /// @param perSecond above 0
  /// @param nanos a clock that never goes back
  Rate(double perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  /// @throws Refusal `overloaded` if the client has none left
  void take(String client) {
    if (buckets.size() > MOST_CLIENTS) {
      buckets.clear();
    }
    boolean[] taken = new boolean[1];
    buckets.compute(
        client,
        (name, known) -> {
          long now = nanos.getAsLong();
          double left =
              known == null
                  ? perSecond
                  : Math.min(perSecond, known.left() + perSecond * (now - known.at()) / 1e9);
          taken[0] = left >= 1;
          return new Bucket(taken[0] ? left - 1 : left, now);
        });
    if (!taken[0]) {
      throw Refusal.of(
          Code.OVERLOADED,
          "More than %s requests a second; send fewer, with more in each.",
          perSecond);
    }
  }
}
