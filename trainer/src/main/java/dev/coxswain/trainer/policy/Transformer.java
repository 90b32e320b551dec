package dev.coxswain.trainer.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.coxswain.learning.torch.Parameters;
import dev.coxswain.learning.torch.Torch;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import java.util.Arrays;

/// A decoder-only transformer (Vaswani et al., arXiv:1706.03762) with pre-normalisation, a ReLU
/// network of four times the width, learned positions and an output matrix of its own.
///
/// | symbol | in code     | meaning                          |
/// |--------|-------------|----------------------------------|
/// | R      | `rows`      | sequences                        |
/// | L      | `length`    | places of a sequence             |
/// | W      | `width`     | residual stream                  |
/// | H, D   | `heads`, `headWidth` | W = H·D                 |
/// | N      | `answerTokens` | places whose output is wanted |
///
/// Left out: dropout (RL never sees the same answer twice), rotary positions (24 places), grouped
/// queries, weight tying.
public final class Transformer implements AutoCloseable {

  /*
   * Two savings, both exact: the last layer goes on only at the N places that predict an answer token,
   * and 1/√D is multiplied into the query weights (3W·W numbers) rather than the scores (R·H·L·L).
   */

  private static final float HIDDEN_FROM = -1e9f; // exp of it is 0, and unlike −∞ it makes no NaN

  private final PolicyConfig config;
  private final Parameters parameters;

  /// Weights drawn from N(0, 1/in), those that write to the residual stream shrunk by √(2·layers)
  /// (Radford et al., GPT-2, 2019); embeddings from N(0, 0.02²); biases zero.
  ///
  /// @param outputs numbers for each place
  Transformer(PolicyConfig config, int outputs, RandomKey key) {
    this.config = config;
    this.parameters = new InitialWeights(config, outputs, key).draw();
  }

  /// The same body with one output a place, which is zero everywhere at first: what a critic needs.
  ///
  /// @param body the weights of a policy of that size
  public static Transformer scalar(PolicyConfig config, Snapshot body) {
    Transformer transformer = new Transformer(config, 1, RandomKey.of(0, "scalar"));
    for (String name : transformer.parameters.names()) {
      int size = transformer.parameters.values(name).length;
      transformer.parameters.set(
          name, name.startsWith("output/") ? new float[size] : body.floats(name));
    }
    return transformer;
  }

  public Parameters parameters() {
    return parameters;
  }

  /// The first output at the place before each answer token, ready for a backward pass.
  public Trace trace(Sequences sequences) {
    return new Trace(scratch -> forward(sequences, scratch).get(":, 0"));
  }

  /// @return (N, outputs)
  NDArray forward(Sequences sequences, NDManager scratch) {
    NDArray x = embedded(sequences, scratch);
    NDArray places = scratch.create(sequences.places);
    NDArray mask = causalMask(sequences.length, scratch);
    NDArray scale = queryScale(scratch);
    for (int layer = 0; layer < config.layers(); layer++) {
      NDArray attended = attention(layer, x, mask, scale);
      if (layer + 1 == config.layers()) {
        attended = atPlaces(attended, places);
        x = atPlaces(x, places);
      }
      x = afterAttention(layer, x, attended);
    }
    return output(x);
  }

  private NDArray embedded(Sequences sequences, NDManager scratch) {
    Shape shape = new Shape(sequences.rows, sequences.length);
    NDArray tokens = Torch.embed(scratch.create(sequences.tokens, shape), get("token"));
    long[] positions = new long[sequences.length];
    Arrays.setAll(positions, i -> i);
    return tokens.add(Torch.embed(scratch.create(positions), get("position")));
  }

  /// softmax(Q Kᵀ/√D + mask) V for every head.
  private NDArray attention(int layer, NDArray x, NDArray mask, NDArray scale) {
    long rows = x.getShape().get(0);
    long length = x.getShape().get(1);
    NDArray h = normalised(layer, "attention", x);
    NDArray weight = scale.mul(get(layer, "qkv/weight"));
    NDArray bias = scale.flatten().mul(get(layer, "qkv/bias"));
    Shape heads = new Shape(rows, length, 3, config.heads(), config.headWidth());
    NDArray qkv = Torch.linear(h, weight, bias).reshape(heads).transpose(2, 0, 3, 1, 4);
    NDArray scores = qkv.get(0).matMul(qkv.get(1).swapAxes(2, 3)); // (R, H, L, L)
    NDArray shares = scores.add(mask).softmax(-1);
    return shares.matMul(qkv.get(2)).swapAxes(1, 2).reshape(rows, length, config.width());
  }

  /// The residual around attention, then the network and its residual.
  ///
  /// @param x (…, W)
  /// @param attended (…, W)
  NDArray afterAttention(int layer, NDArray x, NDArray attended) {
    NDArray y = x.add(linear(layer, "mix", attended));
    NDArray hidden = linear(layer, "up", normalised(layer, "network", y));
    return y.add(linear(layer, "down", Activation.relu(hidden)));
  }

  NDArray output(NDArray x) {
    NDArray h = Torch.layerNorm(x, get("output/gain"), get("output/shift"));
    return Torch.linear(h, get("output/weight"), get("output/bias"));
  }

  NDArray normalised(int layer, String part, NDArray x) {
    return Torch.layerNorm(x, get(layer, part + "/gain"), get(layer, part + "/shift"));
  }

  private NDArray linear(int layer, String part, NDArray x) {
    return Torch.linear(x, get(layer, part + "/weight"), get(layer, part + "/bias"));
  }

  /// (3W, 1): 1/√D on the rows that make queries, 1 on those that make keys and values.
  NDArray queryScale(NDManager scratch) {
    float[] scale = new float[3 * config.width()];
    Arrays.fill(scale, 1);
    Arrays.fill(scale, 0, config.width(), (float) (1 / Math.sqrt(config.headWidth())));
    return scratch.create(scale, new Shape(scale.length, 1));
  }

  private NDArray atPlaces(NDArray x, NDArray places) {
    return Torch.embed(places, x.reshape(-1, config.width()));
  }

  private static NDArray causalMask(int length, NDManager scratch) {
    float[] mask = new float[length * length];
    for (int query = 0; query < length; query++) {
      Arrays.fill(mask, query * length + query + 1, (query + 1) * length, HIDDEN_FROM);
    }
    return scratch.create(mask, new Shape(length, length));
  }

  NDArray get(String name) {
    return parameters.get(name);
  }

  NDArray get(int layer, String name) {
    return parameters.get(layer + "/" + name);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
