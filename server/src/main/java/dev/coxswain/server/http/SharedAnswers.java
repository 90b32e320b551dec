package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.coxswain.server.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// Figures that many look at alike. They are made on threads of their own, fewer than there are
/// cores, so that a trainer always finds one.
///
/// Whoever takes an answer of some seconds ago (`Cache-Control: max-stale`, RFC 9111, 5.2.1.2) gets
/// one that is at hand. It is made once, however many ask meanwhile, and is handed out for a
/// second, or for twenty times as long as it took to make: figures of one kind then never take more
/// than a twentieth of a core, however many look and however long the history is.
final class SharedAnswers implements AutoCloseable {

  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
  private static final int COST = 20;
  private static final long BYTES = 32 << 20;

  private final ExecutorService threads;
  private final Ticker clock;
  private final AsyncCache<String, Made> made;

  /// @param threads that make figures
  /// @param clock of nanoseconds
  SharedAnswers(ExecutorService threads, Ticker clock) {
    this.threads = threads;
    this.clock = clock;
    made =
        Caffeine.newBuilder()
            .executor(Runnable::run) // what it has to do is little
            .ticker(clock)
            .maximumWeight(BYTES)
            .weigher((String key, Made it) -> it.answer().size())
            .expireAfter(Expiry.<String, Made>writing((key, it) -> it.good()))
            .buildAsync();
  }

  /// An answer, when it was begun, and what it took.
  private record Made(Answer.Shared answer, long begun, long nanos) {

    Duration good() {
      return Duration.ofNanos(Math.max(SHORTEST, COST * nanos));
    }

    /// The cache forgets what is no longer good too, but counts from when it has noticed the end.
    boolean isGood(long now, Duration maxStale) {
      Duration age = Duration.ofNanos(now - begun - nanos);
      return age.compareTo(maxStale) <= 0 && age.compareTo(good()) < 0;
    }
  }

  /// Figures as they are now, or as they were `maxStale` seconds ago at most.
  ///
  /// @param key what they are of; answers of one key are alike
  /// @param maxStale in seconds; 0 for those of now
  Answer.Shared answer(String key, long maxStale, Supplier<JsonNode> figures) {
    if (maxStale == 0) {
      return join(CompletableFuture.supplyAsync(() -> make(figures), threads)).answer();
    }
    while (true) {
      CompletableFuture<Made> known =
          made.get(
              key, (it, executor) -> CompletableFuture.supplyAsync(() -> make(figures), threads));
      Made its = orForgotten(key, known);
      if (its.isGood(clock.read(), Duration.ofSeconds(maxStale))) {
        return its.answer();
      }
      made.asMap().remove(key, known);
    }
  }

  /// What was made, or its refusal; the next who asks does not get that one.
  private Made orForgotten(String key, CompletableFuture<Made> known) {
    try {
      return join(known);
    } catch (RuntimeException refused) {
      made.asMap().remove(key, known); // the cache does it too, but in its own time
      throw refused;
    }
  }

  private Made make(Supplier<JsonNode> figures) {
    long begun = clock.read();
    Answer.Shared answer = Answer.shared(Answer.JSON, Json.write(figures.get()));
    return new Made(answer, begun, clock.read() - begun);
  }

  private static Made join(CompletableFuture<Made> made) {
    try {
      return made.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
