package dev.coxswain.server.store;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/// A process of its own that appends to two runs and says so after each acknowledgement, until it
/// is killed. After a failure it says that, and tries a few times more.
final class Appending {

  private Appending() {}

  /// @param arguments the folder
  public static void main(String[] arguments) {
    SqlStore store = SqlStore.inFolder(Path.of(arguments[0]), 0);
    for (String run : new String[] {"a", "b"}) {
      Thread.ofPlatform().start(() -> append(store, run));
    }
  }

  private static void append(SqlStore store, String run) {
    long[] last = {0};
    store.read(
        Store.Kind.RUN,
        run,
        0,
        (number, event) -> {
          last[0] = number;
          return true;
        });
    int failures = 0;
    long number = last[0] + 1;
    while (failures < 3) {
      try {
        store.append(Store.Kind.RUN, run, number, StoreContract.bytes(run + " " + number)).join();
        System.out.println(run + " " + number);
        number++;
      } catch (CompletionException e) {
        System.out.println(run + " failed");
        failures++;
      }
    }
  }
}
