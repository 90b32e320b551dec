package dev.coxswain.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.Store.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// What every store does.
abstract class StoreContract {

  /// An empty one, closed by the test of its kind.
  abstract Store store();

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static List<String> read(Store store, Kind kind, String name, long after) {
    List<String> read = new ArrayList<>();
    store.read(
        kind,
        name,
        after,
        (number, event) -> {
          assertThat(number).isEqualTo(after + read.size() + 1);
          read.add(new String(event, UTF_8));
          return true;
        });
    return read;
  }

  @Test
  void append_severalLogs_eachIsReadBackInOrder() {
    Store store = store();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      done.add(store.append(Kind.RUN, "a", i, bytes("a" + i)));
      done.add(store.append(Kind.POOL, "a", i, bytes("p" + i)));
    }
    done.forEach(CompletableFuture::join);
    assertThat(read(store, Kind.RUN, "a", 0)).hasSize(300).startsWith("a1", "a2").endsWith("a300");
    assertThat(read(store, Kind.POOL, "a", 297)).containsExactly("p298", "p299", "p300");
    assertThat(read(store, Kind.RUN, "a", 300)).isEmpty();
    assertThat(read(store, Kind.RUN, "b", 0)).isEmpty();
    assertThat(store.names(Kind.RUN)).containsExactly("a");
    assertThat(store.exists(Kind.POOL, "a")).isTrue();
    assertThat(store.exists(Kind.POOL, "b")).isFalse();
  }

  @Test
  void append_gapOrRepetition_isRefusedAndChangesNothing() {
    Store store = store();
    store.append(Kind.RUN, "a", 1, bytes("one")).join();
    for (long number : new long[] {1, 3, 0, -1}) {
      assertThatThrownBy(() -> store.append(Kind.RUN, "a", number, bytes("other")).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(Unavailable.class);
    }
    assertThatThrownBy(() -> store.append(Kind.RUN, "b", 2, bytes("other")).join())
        .hasCauseInstanceOf(Unavailable.class);
    store.append(Kind.RUN, "a", 2, bytes("two")).join();
    assertThat(read(store, Kind.RUN, "a", 0)).containsExactly("one", "two");
    assertThat(store.names(Kind.RUN)).containsExactly("a");
  }

  @Test
  void read_readerSaysStop_readsNoFurther() {
    Store store = store();
    for (int i = 1; i <= 5; i++) {
      store.append(Kind.RUN, "a", i, bytes("e" + i)).join();
    }
    List<Long> seen = new ArrayList<>();
    store.read(
        Kind.RUN,
        "a",
        1,
        (number, event) -> {
          seen.add(number);
          return number < 3;
        });
    assertThat(seen).containsExactly(2L, 3L);
  }

  @Test
  void delete_aRun_leavesNothingAndItsNameIsFree() {
    Store store = store();
    store.append(Kind.RUN, "a", 1, bytes("one")).join();
    store.append(Kind.RUN, "b", 1, bytes("its")).join();
    store.keep("a", "1", 7, bytes("snapshot"));
    store.keep("b", "1", 7, bytes("its snapshot"));
    store.delete(Kind.RUN, "a");
    store.delete(Kind.RUN, "never there");
    assertThat(store.names(Kind.RUN)).containsExactly("b");
    assertThat(read(store, Kind.RUN, "a", 0)).isEmpty();
    assertThat(store.snapshots("a", "1")).isEmpty();
    assertThat(store.snapshot("b", "1", 7)).hasValue(bytes("its snapshot"));
    store.append(Kind.RUN, "a", 1, bytes("anew")).join();
    assertThat(read(store, Kind.RUN, "a", 0)).containsExactly("anew");
    assertThat(read(store, Kind.RUN, "b", 0)).containsExactly("its");
  }

  @Test
  void keep_snapshots_areListedReplacedAndDropped() {
    Store store = store();
    store.append(Kind.RUN, "a", 1, bytes("one")).join();
    store.keep("a", "1", 20, bytes("later"));
    store.keep("a", "1", 10, bytes("early"));
    store.keep("a", "2", 5, bytes("elsewhere"));
    store.keep("a", "1", 10, bytes("early again"));
    assertThat(store.snapshots("a", "1")).containsExactly(10L, 20L);
    assertThat(store.snapshot("a", "1", 10)).hasValue(bytes("early again"));
    store.drop("a", "1", 10);
    assertThat(store.snapshots("a", "1")).containsExactly(20L);
    assertThat(store.snapshot("a", "1", 10)).isEmpty();
    assertThat(store.snapshot("a", "2", 5)).hasValue(bytes("elsewhere"));
  }

  @Test
  void append_manyThreads_everyLogIsWholeAndInOrder() {
    Store store = store();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      String name = "run-" + t;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = 1; i <= 25; i++) {
              store.append(Kind.RUN, name, i, bytes(name + "/" + i)).join();
            }
          }));
    }
    threads.forEach(StoreContract::join);
    assertThat(store.names(Kind.RUN)).hasSize(8);
    for (String name : store.names(Kind.RUN)) {
      assertThat(read(store, Kind.RUN, name, 0)).hasSize(25).endsWith(name + "/25");
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
