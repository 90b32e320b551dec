package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P16: a real process on a disk that runs full and is freed again. What the store itself does then
/// is tested beside it.
@Tag("slow")
final class FullDiskTest {

  private static final String PROMPTS =
      "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"one and one\"}]}";

  @TempDir private Path folder = Path.of("");
  private boolean mounted;

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (mounted) {
      assertThat(run("umount", "-l", folder.toString())).isTrue();
    }
  }

  private static int upsert(ServerProcess server) throws IOException, InterruptedException {
    return server.status(
        "/v1/pools/p:upsert", "identity", PROMPTS.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void disk_full_isRefusedReadAndWrittenAgainWithoutARestart() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
    assumeTrue(mounted, "A small disk cannot be mounted here.");
    ServerProcess server = new ServerProcess(folder.resolve("data"), "--free", "1");
    try {
      server.json("PUT", "/v1/pools/p", "{}");
      assertThat(upsert(server)).isEqualTo(200);
      Path filler = Files.write(folder.resolve("filler"), new byte[3 << 20]);
      assertThat(upsert(server)).isEqualTo(507);
      assertThat(server.json("GET", "/v1/pools/p/prompts", "")).contains("one and one");
      Files.delete(filler);
      assertThat(upsert(server)).isEqualTo(200);
      assertThat(server.json("GET", "/readyz", "")).contains("\"ready\":true");
    } finally {
      server.kill();
    }
  }
}
