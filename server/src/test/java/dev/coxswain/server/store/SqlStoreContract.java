package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.Store.Kind;
import org.junit.jupiter.api.Test;

/// What every store in a database does besides.
abstract class SqlStoreContract extends StoreContract {

  /// The test's own, opened; a second call opens it again.
  @Override
  abstract SqlStore store();

  /// What messages call it.
  abstract String place();

  @Test
  void close_twice_staysClosed_andRefusesWhatIsAskedForLater() {
    SqlStore closing = store();
    closing.append(Kind.RUN, "a", 1, bytes("one")).join();
    closing.close();
    closing.close();
    assertThatThrownBy(() -> closing.append(Kind.RUN, "a", 2, bytes("two")).join())
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("the store is closed");
  }

  @Test
  void open_twice_secondIsRefused() {
    SqlStore first = store();
    assertThatThrownBy(this::store)
        .isInstanceOf(InUse.class)
        .hasMessage(
            "The history in %s is open in another process. One server writes it at a time; stop the other first."
                .formatted(place()));
    first.append(Kind.RUN, "a", 1, bytes("one")).join();
    assertThat(read(first, Kind.RUN, "a", 0)).containsExactly("one");
  }

  /// What one process lets go of, the next one can take at once.
  @Test
  void open_hundredTimes_neverInUse() {
    for (int i = 1; i <= 100; i++) {
      try (SqlStore opened = store()) {
        opened.append(Kind.RUN, "a", i, bytes("one")).join();
      }
    }
  }
}
