package dev.coxswain.prompts.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Gives many texts their vectors by a slow encoder: each distinct text is looked up in the cache,
/// and encoded if it is not there.
final class TextRows {

  /// Vectors are written to the cache, and told of, this many at a time: that much an interruption
  /// loses on each thread.
  private static final int AT_ONCE = 32;

  private final String encoder;
  private final EncodingSession session;
  private final Optional<EmbeddingCache> cache;
  private final Map<TextKey, float[]> vectors = new HashMap<>();
  private int cached;
  private int total;

  private TextRows(String encoder, EncodingSession session, Optional<EmbeddingCache> cache) {
    this.encoder = encoder;
    this.session = session;
    this.cache = cache;
  }

  /// One vector a text, in their order.
  ///
  /// @param encoder its name
  /// @param version of what it computes: the vectors of another are never taken for its own
  /// @param width d
  /// @param model loads what encodes; asked only if the cache lacks a text
  /// @return (n, d); equal texts share a row
  static float[][] of(
      List<String> texts,
      String encoder,
      String version,
      int width,
      EncodingSession session,
      Supplier<? extends TextModel> model) {
    Optional<EmbeddingCache> cache =
        session
            .cache()
            .map(folder ->
                EmbeddingCache.open(
                    folder.resolve("%s-%s.vectors".formatted(encoder, version)), width));
    return new TextRows(encoder, session, cache).rows(texts, model);
  }

  private float[][] rows(List<String> texts, Supplier<? extends TextModel> model) {
    TextKey[] keys = texts.stream().map(TextKey::of).toArray(TextKey[]::new);
    Map<TextKey, String> distinct = LinkedHashMap.newLinkedHashMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      distinct.put(keys[i], texts.get(i));
    }
    cache.ifPresent(kept -> vectors.putAll(kept.find(distinct.keySet())));
    distinct.keySet().removeAll(vectors.keySet());
    cached = vectors.size();
    total = cached + distinct.size();
    if (!distinct.isEmpty()) {
      session.watcher().encoded(encoder, cached, cached, total);
      try (TextModel loaded = model.get()) {
        encode(List.copyOf(distinct.entrySet()), loaded);
      }
    }
    return Arrays.stream(keys).map(vectors::get).toArray(float[][]::new);
  }

  private void encode(List<Map.Entry<TextKey, String>> missing, TextModel model) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> working = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(session.threads())) {
      try {
        for (int thread = 0; thread < session.threads(); thread++) {
          working.add(threads.submit(() -> work(missing, next, model)));
        }
        for (Future<?> work : working) {
          work.get();
        }
      } catch (ExecutionException e) {
        throw failure(Objects.requireNonNullElse(e.getCause(), e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The encoding was interrupted; what is cached stays.", e);
      } finally {
        next.set(missing.size()); // the other threads stop after what they are at
      }
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      default -> new IllegalStateException(cause);
    };
  }

  private void work(List<Map.Entry<TextKey, String>> missing, AtomicInteger next, TextModel model) {
    for (int start = next.getAndAdd(AT_ONCE);
        start < missing.size();
        start = next.getAndAdd(AT_ONCE)) {
      List<Map.Entry<TextKey, String>> mine =
          missing.subList(start, Math.min(start + AT_ONCE, missing.size()));
      add(
          mine.stream().map(Map.Entry::getKey).toList(),
          mine.stream().map(text -> model.embed(text.getValue())).toList());
    }
  }

  private synchronized void add(List<TextKey> keys, List<float[]> rows) {
    cache.ifPresent(kept -> kept.append(keys, rows));
    for (int i = 0; i < keys.size(); i++) {
      vectors.put(keys.get(i), rows.get(i));
    }
    session.watcher().encoded(encoder, vectors.size(), cached, total);
  }
}
