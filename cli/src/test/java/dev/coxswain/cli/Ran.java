package dev.coxswain.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How a command went: its exit code and what it printed.
record Ran(int code, String out, String err) {

  /// The least that is still a whole training: some seconds.
  static String[] train(Path folder, String... more) {
    return Stream.concat(
            Stream.of(
                "train",
                "--strategies=gps:size=tiny,uniform",
                "--steps=2",
                "--batch-size=2",
                "--group-size=2",
                "--pool-size=16",
                "--evaluation-samples=1",
                "--warmup-steps=2",
                "--out=" + folder.resolve("out"),
                "--cache=" + folder.resolve("cache")),
            Stream.of(more))
        .toArray(String[]::new);
  }

  static Ran of(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
      int code = Coxswain.run(arguments);
      return new Ran(
          code, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
