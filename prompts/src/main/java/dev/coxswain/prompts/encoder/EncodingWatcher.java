package dev.coxswain.prompts.encoder;

/// Is told how far a slow encoding has come.
@FunctionalInterface
public interface EncodingWatcher {

  /// Hears nothing.
  EncodingWatcher SILENT = (encoder, done, cached, total) -> {};

  /// Some more texts have their vectors. Called once at the start, too; never by two threads at
  /// once.
  ///
  /// @param encoder whose name it is
  /// @param done texts that have one now
  /// @param cached of them, those that had one before
  /// @param total texts in all
  void encoded(String encoder, int done, int cached, int total);
}
