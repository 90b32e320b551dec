package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.Store.Kind;
import org.junit.jupiter.api.Test;

final class UntouchedTest {

  @Test
  void store_readAndChanged_isAsItWas() {
    Store real = new MemoryStore();
    real.append(Kind.RUN, "a", 1, StoreContract.bytes("one")).join();
    real.keep("a", "1", 1, StoreContract.bytes("snapshot"));
    Store untouched = new Untouched(real);
    assertThatThrownBy(() -> untouched.append(Kind.RUN, "a", 2, StoreContract.bytes("two")).join())
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("the history is only looked at");
    assertThatThrownBy(() -> untouched.delete(Kind.RUN, "a")).isInstanceOf(Unavailable.class);
    untouched.keep("a", "1", 2, StoreContract.bytes("later"));
    untouched.drop("a", "1", 1);
    assertThat(StoreContract.read(untouched, Kind.RUN, "a", 0)).containsExactly("one");
    assertThat(untouched.names(Kind.RUN)).containsExactly("a");
    assertThat(untouched.exists(Kind.RUN, "a")).isTrue();
    assertThat(untouched.snapshots("a", "1")).containsExactly(1L);
    assertThat(untouched.snapshot("a", "1", 1)).hasValue(StoreContract.bytes("snapshot"));
  }
}
