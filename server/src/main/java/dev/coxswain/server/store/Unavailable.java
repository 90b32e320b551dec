package dev.coxswain.server.store;

/// The store cannot take or give anything now.
public final class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean full;

  /// @param full whether it is for want of space
  public Unavailable(boolean full, String message, Throwable cause) {
    super(message, cause);
    this.full = full;
  }

  Unavailable(String message) {
    super(message);
    full = false;
  }

  public boolean isFull() {
    return full;
  }
}
