package dev.coxswain.server.store;

/// Another process has the history open.
public final class InUse extends RuntimeException {

  private static final long serialVersionUID = 1;

  InUse(String place) {
    super(
        "The history in %s is open in another process. One server writes it at a time; stop the other first."
            .formatted(place));
  }
}
