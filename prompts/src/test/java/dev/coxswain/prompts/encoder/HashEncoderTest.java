package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashEncoderTest {

  private static final int WIDTH = 64;
  private static final List<Prompt> POOL = pool();
  private static final HashEncoder ENCODER = HashEncoder.fit(POOL, WIDTH, 0);

  private static Prompt prompt(String text) {
    return new Prompt("p", text, Optional.empty());
  }

  /// Sums, and questions on triangles.
  private static List<Prompt> pool() {
    List<Prompt> pool = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pool.add(prompt("What is %d + %d?".formatted(i, 7 * i)));
      pool.add(
          prompt(
              "In the triangle $ABC$ the angle at $A$ is \\frac{%d}{2} degrees. Find the length of $BC$."
                  .formatted(i)));
    }
    return pool;
  }

  private static float[] row(HashEncoder encoder, String text) {
    return encoder.encode(List.of(prompt(text))).row(0);
  }

  private static Snapshot.Builder without(Snapshot snapshot, String name) {
    Snapshot.Builder rest = new Snapshot.Builder();
    snapshot
        .entries()
        .forEach((key, entry) -> {
          if (!key.equals(name)) {
            rest.put(key, entry);
          }
        });
    return rest;
  }

  @Test
  void encode_anyText_isAUnitRowOfTheWidth() {
    for (String text : List.of("What is 1 + 2?", "", " ", "π", "\ud800", "x".repeat(100_000))) {
      float[] row = row(ENCODER, text);
      double squares = 0;
      for (float value : row) {
        squares += (double) value * value;
      }
      assertThat(row).hasSize(WIDTH);
      assertThat(squares).isCloseTo(1, within(1e-6));
    }
    assertThat(ENCODER.width()).isEqualTo(WIDTH);
    assertThat(HashEncoder.fit(POOL).width()).isEqualTo(256);
  }

  @Test
  void encode_besideOthers_hasTheSameBits() {
    Embeddings together = ENCODER.encode(POOL);
    assertThat(together.row(3)).containsExactly(row(ENCODER, POOL.get(3).text()));
  }

  @Test
  void fit_again_hasTheSameBits() {
    assertThat(row(HashEncoder.fit(POOL, WIDTH, 0), "What is 1 + 2?"))
        .containsExactly(row(ENCODER, "What is 1 + 2?"));
    assertThat(row(HashEncoder.fit(POOL, WIDTH, 1), "What is 1 + 2?"))
        .isNotEqualTo(row(ENCODER, "What is 1 + 2?"));
  }

  @Test
  void encode_unseenTexts_lieNearTheirKind() {
    float[] sum = row(ENCODER, "What is 1234 + 17?");
    float[] angle = row(ENCODER, "In the triangle $PQR$ find the angle at $Q$.");
    assertThat(Embeddings.distance(sum, row(ENCODER, POOL.get(0).text())))
        .isLessThan(Embeddings.distance(sum, row(ENCODER, POOL.get(1).text())));
    assertThat(Embeddings.distance(angle, row(ENCODER, POOL.get(1).text())))
        .isLessThan(Embeddings.distance(angle, row(ENCODER, POOL.get(0).text())));
  }

  @Test
  void fit_oneText_stillEncodes() {
    HashEncoder encoder = HashEncoder.fit(List.of(prompt("")), 32, 0);
    assertThat(row(encoder, "")).hasSize(32);
    assertThat(row(encoder, "something else")).hasSize(32);
  }

  @Test
  void restore_throughBytes_hasTheSameBits() {
    byte[] bytes = SnapshotFormat.write(ENCODER.snapshot());
    PoolEncoder restored = PoolEncoder.restore(SnapshotFormat.read(bytes));

    assertThat(restored)
        .isInstanceOfSatisfying(
            HashEncoder.class,
            encoder -> {
              assertThat(row(encoder, "unseen")).containsExactly(row(ENCODER, "unseen"));
              assertThat(SnapshotFormat.write(encoder.snapshot())).isEqualTo(bytes);
            });
  }

  @Test
  void restore_unsoundNumbers_areRefused() {
    Snapshot whole = ENCODER.snapshot();
    float[] infinite = whole.floats("idf");
    infinite[5] = Float.POSITIVE_INFINITY;
    double[] zero = whole.doubles("shape-deviation");
    zero[0] = 0;

    assertUnsound(without(whole, "seed").longs("seed", new long[0]), "0 seeds");
    assertUnsound(without(whole, "idf").floats("idf", new float[3]), "3 idf weights");
    assertUnsound(without(whole, "axes").floats("axes", new float[3]), "3 numbers of axes");
    assertUnsound(
        without(whole, "axes").floats("axes", new float[TextGrams.SLOTS]), "3072 numbers of axes");
    assertUnsound(
        without(whole, "shape-mean").doubles("shape-mean", new double[1]),
        "1 means and 18 deviations");
    assertUnsound(
        without(ENCODER.snapshot(), "idf").floats("idf", infinite),
        "weights or axes that are not finite");
    assertUnsound(
        without(ENCODER.snapshot(), "shape-deviation").doubles("shape-deviation", zero),
        "the mean %s with the deviation 0.0".formatted(whole.doubles("shape-mean")[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"encoder", "seed", "idf", "axes", "shape-mean", "shape-deviation"})
  void restore_missingEntry_isRefused(String missing) {
    assertThatThrownBy(() -> PoolEncoder.restore(without(ENCODER.snapshot(), missing).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The snapshot has no encoder: The snapshot has no entry " + missing + "; it has ");
  }

  private static void assertUnsound(Snapshot.Builder snapshot, String found) {
    assertThatThrownBy(() -> PoolEncoder.restore(snapshot.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            The snapshot of a hash encoder has %s, which cannot be.
            Maybe another version wrote it.\
            """
                .formatted(found));
  }

  @Test
  void fit_noPrompts_isRefused() {
    assertThatThrownBy(() -> HashEncoder.fit(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder must be fitted to at least one prompt.");
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 1025})
  void fit_widthOutOfRange_isRefused(int width) {
    assertThatThrownBy(() -> HashEncoder.fit(POOL, width, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The encoder's width (%d) must lie between 32 and 1024.", width);
  }
}
