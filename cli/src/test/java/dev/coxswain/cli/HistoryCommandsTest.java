package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.SqlStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator does with a server's folder: backup, restore, migrate, doctor, token, config.
final class HistoryCommandsTest {

  @TempDir private Path folder = Path.of("");

  private String data() {
    return "--data=" + folder.resolve("data");
  }

  private void history() {
    SqlStore.inFolder(folder.resolve("data"), 0).close();
  }

  @Test
  void backup_thenRestore_isVerified() {
    history();
    String copy = folder.resolve("copy.db").toString();
    assertThat(Ran.of("backup", data(), copy).out()).isEqualTo(copy + "\n");
    assertThat(Ran.of("backup", data(), copy).code()).isEqualTo(ExitCode.IO);
    Path again = folder.resolve("again");
    Ran restored = Ran.of("restore", "--data=" + again, copy);
    assertThat(restored.out()).isEqualTo("0 logs, 0 events, in %s\n".formatted(again));
    assertThat(Ran.of("restore", "--data=" + again, copy).err())
        .contains("The folder %s holds a history already; move it away first.".formatted(again));
    assertThat(Ran.of("migrate", "--data=" + again).out()).isEqualTo("format 2, was 2\n");
  }

  @Test
  void doctor_verify_saysWhatItFound() throws IOException {
    history();
    Ran sound = Ran.of("doctor", data(), "--verify");
    assertThat(sound.code()).isEqualTo(ExitCode.OK);
    assertThat(sound.lines())
        .anySatisfy(line -> assertThat(line).matches("sync\\t[0-9.]+ ms in the median of 20"))
        .contains(
            "history\tsound: 0 logs, 0 events, 0 snapshots; every run can be built from them");
    Path file = folder.resolve("data").resolve("coxswain.db");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.lastIndexOf("logs")] = 'L';
    Files.write(file, bytes);
    Ran damaged = Ran.of("doctor", data(), "--verify");
    assertThat(damaged.code()).isEqualTo(ExitCode.INVALID_DATA);
    assertThat(damaged.err()).contains("is damaged");
  }

  @Test
  void doctor_noHistory_verifyFails() {
    assertThat(Ran.of("doctor", data()).code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.of("doctor", data(), "--verify").code()).isEqualTo(ExitCode.IO);
  }

  @Test
  void token_createListRevoke_goTogether() {
    Ran made = Ran.of("token", "create", data(), "--scope=select", "--scope=read", "--runs=math-*");
    assertThat(made.out()).matches("cox_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}\n");
    String prefix = made.out().split("_")[1];
    assertThat(Ran.of("token", "list", data()).out())
        .isEqualTo(prefix + "\tread,select\tmath-*\tnever\n");
    assertThat(Ran.of("token", "revoke", data(), "nobody").code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(Ran.of("token", "revoke", data(), prefix).code()).isEqualTo(ExitCode.OK);
    assertThat(Ran.of("token", "list", data()).out()).isEmpty();
  }

  @Test
  void token_wrongScopeOrDays_isRefused() {
    assertThat(Ran.of("token", "create", data(), "--scope=root").err())
        .contains("The scope (root) must be read, observe, select or admin.");
    assertThat(Ran.of("token", "create", data(), "--scope=read", "--days=0").err())
        .contains("The days (0) must be at least 1.");
    assertThat(Ran.of("token").err()).contains("Say what to do: token create");
  }

  @Test
  void config_show_printsEveryKeyAndItsOrigin() {
    Ran shown = Ran.of("config", "show", "--origin");
    assertThat(shown.lines()).contains("port: 8642  # default", "host: 127.0.0.1  # default");
    assertThat(Ran.of("config", "show").lines()).contains("port: 8642");
    assertThat(Ran.of("config").code()).isEqualTo(ExitCode.USAGE);
  }
}
