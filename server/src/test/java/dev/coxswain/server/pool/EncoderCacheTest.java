package dev.coxswain.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.encoder.Encoders;
import dev.coxswain.prompts.encoder.PoolEncoder;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncoderCacheTest {

  private static final String HASH = "hash:dim=32";

  @TempDir private Path folder = Path.of("");

  private static PoolFile pool(int from, int to) {
    return new PoolFile(
        Pool.of(
            IntStream.range(from, to)
                .mapToObj(
                    i -> new Prompt("q" + i, "How much is %d?".formatted(i * i), Optional.empty()))
                .toList()),
        Optional.empty());
  }

  private static byte[] bytes(PoolEncoder encoder) {
    return SnapshotFormat.write(encoder.snapshot());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void fitted_asKept_isWhatAFitGives() throws IOException {
    byte[] fresh = bytes(Encoders.parse(HASH).fit(pool(0, 40)));
    assertThat(bytes(EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40)))).isEqualTo(fresh);
    assertThat(files()).hasSize(1);
    assertThat(bytes(EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40)))).isEqualTo(fresh);
    assertThat(bytes(EncoderCache.none().fitted(HASH, "p", pool(0, 40)))).isEqualTo(fresh);
  }

  /// Another encoder's file in its place shows that it is read.
  @Test
  void fitted_again_isReadAndNotMade() throws IOException {
    byte[] other = bytes(Encoders.parse(HASH).fit(pool(40, 80)));
    var _ = EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40));
    Files.write(files().getFirst(), other);
    assertThat(bytes(EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40)))).isEqualTo(other);
  }

  @Test
  void fitted_keptFileDamagedOrCut_isMadeAnew() throws IOException {
    byte[] fresh = bytes(EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40)));
    Path kept = files().getFirst();
    byte[] damaged = fresh.clone();
    damaged[damaged.length / 2] ^= 1;
    for (byte[] broken : List.of(damaged, new byte[0], Arrays.copyOf(fresh, 100))) {
      Files.write(kept, broken);
      assertThat(bytes(EncoderCache.in(folder).fitted(HASH, "p", pool(0, 40)))).isEqualTo(fresh);
      assertThat(Files.readAllBytes(kept)).isEqualTo(fresh);
    }
  }

  @Test
  void fitted_toOtherTexts_isAnotherFile() throws IOException {
    EncoderCache cache = EncoderCache.in(folder);
    byte[] one = bytes(cache.fitted(HASH, "p", pool(0, 40)));
    assertThat(bytes(cache.fitted(HASH, "p", pool(0, 41)))).isNotEqualTo(one);
    assertThat(bytes(cache.fitted(HASH + ":seed=1", "p", pool(0, 40)))).isNotEqualTo(one);
    assertThat(files()).hasSize(3);
  }

  @Test
  void tidy_whatNobodyNeeds_isDeleted() throws IOException {
    EncoderCache before = EncoderCache.in(folder);
    var _ = before.fitted(HASH, "p", pool(0, 40));
    var _ = before.fitted(HASH, "p", pool(0, 50));
    var _ = before.fitted(HASH, "gone", pool(0, 40));
    Files.writeString(folder.resolve("pool-p").resolve("x.encoder.partial"), "half");
    EncoderCache after = EncoderCache.in(folder);
    var _ = after.fitted(HASH, "p", pool(0, 50));
    after.tidy(List.of("p"));
    assertThat(files()).hasSize(1);
    after.forget("p");
    assertThat(files()).isEmpty();
  }
}
