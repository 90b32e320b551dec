package dev.coxswain.server.store;

/// What is stored is not what was written. It is not served.
public final class Corrupt extends RuntimeException {

  private static final long serialVersionUID = 1;

  Corrupt(String place, String what) {
    super(
        """
        The history in %s is damaged: %s.
        Look with "coxswain doctor --verify"; a backup is put back with "coxswain restore".\
        """
            .formatted(place, what));
  }
}
