package dev.coxswain.prompts.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/// A [SentenceModel] in memory, ready to run. Holds native memory until closed; threads may share
/// it.
final class Transformer implements TextModel {

  /*
   * One text a run and one thread a run. The eight-bit kernels choose their scale from the whole
   * input, so a text run beside others gets other bits, by up to .025; and sums over two threads
   * are not those over one. Threads across texts change nothing.
   */
  private static final int THREADS_A_RUN = 1;

  private final SentenceModel model;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPiece pieces;
  private final int tokens;

  private Transformer(
      SentenceModel model,
      OrtEnvironment environment,
      OrtSession session,
      WordPiece pieces,
      int tokens) {
    this.model = model;
    this.environment = environment;
    this.session = session;
    this.pieces = pieces;
    this.tokens = tokens;
  }

  /// @param tokens of a text that are read at most, the opening and the closing one included
  static Transformer load(SentenceModel model, int tokens) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(THREADS_A_RUN);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false); // patterns are kept by length, and lengths vary
      return new Transformer(
          model,
          environment,
          environment.createSession(model.weights(), options),
          WordPiece.of(model.tokenizer()),
          tokens);
    } catch (OrtException e) {
      throw failed(model, e);
    }
  }

  @Override
  public float[] embed(String text) {
    return embed(pieces.sentence(text, tokens));
  }

  /// The vector of these tokens, (d).
  float[] embed(long[] tokens) {
    long[] shape = {1, tokens.length};
    long[] ones = new long[tokens.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[tokens.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
    } catch (OrtException e) {
      throw failed(model, e);
    }
  }

  /// @param states (1, tokens, d), row-major
  private float[] pooled(FloatBuffer states, int tokens) {
    int d = states.remaining() / tokens;
    int pooled = model.pooling() == SentenceModel.Pooling.FIRST ? 1 : tokens;
    double[] sum = new double[d];
    for (int i = 0; i < pooled * d; i++) {
      sum[i % d] += states.get(i);
    }
    float[] mean = new float[d];
    for (int j = 0; j < d; j++) {
      mean[j] = (float) (sum[j] / pooled);
    }
    return mean;
  }

  private static IllegalStateException failed(SentenceModel model, OrtException e) {
    return new IllegalStateException(
        """
        The encoder "%s" cannot be run by ONNX Runtime: %s
        Maybe there is no build of it for this machine; the encoder "hash" needs none.\
        """
            .formatted(model.kind(), e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(model, e);
    }
  }
}
