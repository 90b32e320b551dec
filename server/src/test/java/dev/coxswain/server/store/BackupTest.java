package dev.coxswain.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.Store.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {

  @TempDir private Path folder = Path.of("");

  private static void append(Store store, int number) {
    store.append(Kind.RUN, "a", number, StoreContract.bytes("event " + number)).join();
  }

  @Test
  void make_whileItIsWritten_isWhatWasDurable() {
    Path data = folder.resolve("data");
    Path file = folder.resolve("backup.db");
    try (SqlStore store = SqlStore.inFolder(data, 0)) {
      append(store, 1);
      append(store, 2);
      Backup.make(data, file);
      append(store, 3);
    }
    Path other = folder.resolve("other");
    assertThat(Backup.restore(file, other)).isEqualTo(new Verification(1, 2, 0, List.of()));
    try (SqlStore store = SqlStore.inFolder(other, 0)) {
      assertThat(StoreContract.read(store, Kind.RUN, "a", 0)).containsExactly("event 1", "event 2");
      append(store, 3);
    }
    assertThat(Backup.format(other)).isEqualTo(2);
    assertThat(other.resolve("restoring")).doesNotExist();
  }

  @Test
  void make_fileThereOrNoHistory_isRefused() throws IOException {
    assertThatThrownBy(() -> Backup.make(folder, folder.resolve("b")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read %s.".formatted(folder.resolve("coxswain.db")));
    SqlStore.inFolder(folder, 0).close();
    Path there = Files.writeString(folder.resolve("there"), "x");
    assertThatThrownBy(() -> Backup.make(folder, there))
        .hasMessage("The backup %s is there already.".formatted(there));
  }

  @Test
  void restore_overAHistory_isRefused() {
    Path file = folder.resolve("backup.db");
    SqlStore.inFolder(folder, 0).close();
    Backup.make(folder, file);
    assertThatThrownBy(() -> Backup.restore(file, folder))
        .hasMessage("The folder %s holds a history already; move it away first.".formatted(folder));
  }

  @Test
  void restore_damagedBackup_putsNothingBack() throws IOException {
    Path data = folder.resolve("data");
    Path file = folder.resolve("backup.db");
    try (SqlStore store = SqlStore.inFolder(data, 0)) {
      append(store, 1);
    }
    Backup.make(data, file);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("event 1")] = 'E';
    Files.write(file, bytes);
    Path other = folder.resolve("other");
    assertThatThrownBy(() -> Backup.restore(file, other)).isInstanceOf(Corrupt.class);
    assertThat(other.resolve("coxswain.db")).doesNotExist();
  }

  @Test
  void verify_whileItIsWritten_looksAtEverything() throws IOException {
    try (SqlStore store = SqlStore.inFolder(folder, 0)) {
      append(store, 1);
      boolean[] looked = {false};
      assertThat(Backup.verify(folder, copy -> looked[0] = copy.exists(Kind.RUN, "a")))
          .isEqualTo(new Verification(1, 1, 0, List.of()));
      assertThat(looked).containsExactly(true);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.filter(Files::isDirectory)).isEmpty();
    }
  }
}
