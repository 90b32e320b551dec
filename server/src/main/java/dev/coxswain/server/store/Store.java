package dev.coxswain.server.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Keeps logs of events, and snapshots beside them as a cache. Safe for several threads.
public interface Store extends MeterBinder {

  /// Whose log it is.
  enum Kind {
    POOL,
    RUN
  }

  /// Takes one event of a log.
  @FunctionalInterface
  interface Reader {

    /// @param number of the event
    /// @param event its bytes
    /// @return whether to go on
    boolean read(long number, byte[] event);
  }

  /// Measures itself from now on, where there is something to measure.
  @Override
  default void bindTo(MeterRegistry registry) {}

  /// The names of all logs of a kind, in order.
  List<String> names(Kind kind);

  boolean exists(Kind kind, String name);

  /// Appends an event. The future is done once it is durable. Events of one log are appended in the
  /// order of the calls, without gaps: after one has failed those behind it fail too.
  ///
  /// @param number one past the last; 1 begins a log
  CompletableFuture<Void> append(Kind kind, String name, long number, byte[] event);

  /// Hands over the durable events after that one, in order.
  void read(Kind kind, String name, long after, Reader reader);

  /// Deletes a log with its snapshots.
  void delete(Kind kind, String name);

  /// Keeps a snapshot of a run. May be dropped again at any time.
  ///
  /// @param ordinal of the last batch in it
  void keep(String run, String lineage, long ordinal, byte[] snapshot);

  /// The ordinals of the snapshots kept of a lineage, ascending.
  List<Long> snapshots(String run, String lineage);

  void drop(String run, String lineage, long ordinal);

  Optional<byte[]> snapshot(String run, String lineage, long ordinal);
}
