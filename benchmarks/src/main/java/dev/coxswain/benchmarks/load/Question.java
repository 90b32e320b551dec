package dev.coxswain.benchmarks.load;

/// One question about a service under load.
interface Question {

  /// One word, by which it can be asked for alone.
  String name();

  /// What is asked, and of what, in one line.
  String text();

  /// Measures once on a server that is ready, whose names of pools and runs are its own.
  void measure(Server server, Collected figures);
}
