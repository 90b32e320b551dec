package dev.coxswain.trainer.task;

import java.util.stream.DoubleStream;

/// Numbers that can be read off a question, collected one by one.
final class Facts {

  private final DoubleStream.Builder values = DoubleStream.builder();

  void add(double value) {
    values.add(value);
  }

  void add(boolean claim) {
    add(claim ? 1 : 0);
  }

  /// All of them; nothing can be added afterwards.
  double[] values() {
    return values.build().toArray();
  }
}
