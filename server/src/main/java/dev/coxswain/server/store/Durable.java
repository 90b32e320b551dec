package dev.coxswain.server.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Waiting for the disk.
public final class Durable {

  private Durable() {}

  /// Returns once it is durable.
  ///
  /// @throws Unavailable if it will never be
  /// @throws Corrupt if what it is to stand beside is damaged
  public static void await(CompletableFuture<?> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case Unavailable unavailable -> unavailable;
        case Corrupt corrupt -> corrupt;
        case null, default -> e;
      };
    }
  }
}
