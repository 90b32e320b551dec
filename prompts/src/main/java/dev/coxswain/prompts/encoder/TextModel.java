package dev.coxswain.prompts.encoder;

/// A model in memory that gives texts their vectors; several threads may ask it at once.
interface TextModel extends AutoCloseable {

  /// The same text always gets the same bits.
  ///
  /// @return (d), finite
  float[] embed(String text);

  /// Gives its memory back.
  @Override
  void close();
}
