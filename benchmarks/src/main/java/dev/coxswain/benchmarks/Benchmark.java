package dev.coxswain.benchmarks;

import java.util.function.Consumer;

/// One question about speed or memory.
interface Benchmark {

  /// One word, by which it can be asked for alone.
  String name();

  /// What is asked, and of what, in one line.
  String question();

  /// Measures, handing over each figure as soon as it is known.
  void measure(Consumer<Figure> figures);
}
