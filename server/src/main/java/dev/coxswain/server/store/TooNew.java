package dev.coxswain.server.store;

/// What is here was written by a later version.
public final class TooNew extends RuntimeException {

  private static final long serialVersionUID = 1;

  TooNew(String place, long found) {
    super(
        "The history in %s has the format %d; this version reads up to %d. Start the later version again."
            .formatted(place, found, Schema.FORMAT));
  }
}
