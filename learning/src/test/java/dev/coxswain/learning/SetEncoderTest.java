package dev.coxswain.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.prediction.Label;
import dev.coxswain.prediction.LabelledBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetEncoderTest {

  private final Embeddings embeddings = Problems.embeddings(20, Problems.WIDTH);
  private final NDManager manager = Torch.manager();
  private final Parameters parameters =
      new ModelWeights(Problems.SMALL, Problems.WIDTH).parameters(Problems.weights());
  private final SetEncoder encoder = new SetEncoder(parameters, Problems.SMALL);

  SetEncoderTest() {
    Torch.stopRecording();
  }

  @AfterEach
  void close() {
    parameters.close();
    manager.close();
  }

  @Test
  void encode_permutedSet_isTheSame() {
    List<Label> labels = Problems.batch(1, 9, 20).labels();
    List<Label> rotated = new ArrayList<>(labels);
    Collections.rotate(rotated, 4);

    for (List<Label> permuted : List.of(labels.reversed(), rotated)) {
      assertClose(encoder.prior(set(permuted)), encoder.prior(set(labels)));
      assertClose(encoder.posterior(set(permuted)), encoder.posterior(set(labels)));
    }
  }

  private static void assertClose(Gaussian actual, Gaussian expected) {
    assertThat(actual.mean().toFloatArray())
        .containsExactly(expected.mean().toFloatArray(), within(1e-5f));
    assertThat(actual.sd().toFloatArray())
        .containsExactly(expected.sd().toFloatArray(), within(1e-5f));
  }

  @Test
  void encode_otherLabels_isAnotherContext() {
    Label right = new Label(3, 8, 8);
    Label wrong = new Label(3, 0, 8);

    assertThat(encoder.prior(set(List.of(right))).mean().toFloatArray())
        .isNotEqualTo(encoder.prior(set(List.of(wrong))).mean().toFloatArray());
  }

  @Test
  void sd_anySet_liesBetweenATenthAndOne() {
    for (int step = 1; step <= 20; step++) {
      for (float sd :
          encoder.posterior(set(Problems.batch(step, step, 20).labels())).sd().toFloatArray()) {
        assertThat(sd).isBetween(0.1f, 1f);
      }
    }
  }

  @Test
  void heads_areSeparate() {
    NDArray set = set(Problems.batch(1, 4, 20).labels());

    assertThat(encoder.prior(set).mean().toFloatArray())
        .isNotEqualTo(encoder.posterior(set).mean().toFloatArray());
  }

  private NDArray set(List<Label> labels) {
    return SetBatch.of(new LabelledBatch(1, labels), embeddings).labelled(manager);
  }
}
