package dev.coxswain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private static final Snapshot SMALL =
      new Snapshot.Builder().floats("w", new float[] {1, 2}).text("kind", "prior").build();

  @Test
  void floats_unknownName_saysWhatThereIs() {
    assertThatThrownBy(() -> SMALL.floats("v"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("The snapshot has no entry v; it has [w, kind].");
  }

  @Test
  void anyAccessor_entryOfAnotherKind_saysWhichWasWanted() {
    assertWrongKind(() -> SMALL.floats("kind"), "kind", "floats");
    assertWrongKind(() -> SMALL.doubles("w"), "w", "doubles");
    assertWrongKind(() -> SMALL.longs("w"), "w", "longs");
    assertWrongKind(() -> SMALL.text("w"), "w", "text");
  }

  @Test
  void put_nameTaken_isRefused() {
    Snapshot.Builder builder = new Snapshot.Builder().text("w", "first");

    assertThatThrownBy(() -> builder.floats("w", new float[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The entry w is there already.");
  }

  @Test
  void under_prefix_givesBackWhatAllPutThere() {
    Snapshot both =
        new Snapshot.Builder().all("net", SMALL).all("network", SMALL).text("net", "x").build();

    assertThat(both.entries().keySet())
        .containsExactly("net/w", "net/kind", "network/w", "network/kind", "net");
    assertThat(both.under("net").entries()).isEqualTo(SMALL.entries());
  }

  @Test
  void has_presentOrAbsent_tells() {
    assertThat(SMALL.has("w")).isTrue();
    assertThat(SMALL.has("v")).isFalse();
  }

  @Test
  void build_laterPuts_doNotReachTheSnapshot() {
    Snapshot.Builder builder = new Snapshot.Builder();
    Snapshot empty = builder.build();
    builder.text("late", "x");

    assertThat(empty.entries()).isEmpty();
  }

  private static void assertWrongKind(Runnable access, String name, String wanted) {
    assertThatThrownBy(access::run)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("The snapshot's entry %s does not hold %s.".formatted(name, wanted));
  }
}
