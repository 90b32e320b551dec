package dev.coxswain.server.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Waiting for the disk.
public final class Durable {

  private Durable() {}

  /// Returns once it is durable.
  ///
  /// @throws Unavailable if it will never be
  public static void await(CompletableFuture<?> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Unavailable unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }
}
