package dev.coxswain.trainer.warmup;

import dev.coxswain.learning.torch.Adam;
import dev.coxswain.math.RandomKey;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.trainer.policy.Policy;
import dev.coxswain.trainer.policy.PolicyConfig;
import dev.coxswain.trainer.policy.Sequences;
import dev.coxswain.trainer.policy.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Trains a fresh policy on examples, or takes the result of the same warm-up from disk. A warm-up
/// that was interrupted goes on from its last checkpoint and ends with the same bits.
///
/// @param policy size of the policy
/// @param config how long and how fast
/// @param seed of the first weights and of the examples
/// @param fingerprint says what the examples are: equal texts must mean equal supplies
/// @param folder where results are kept
public record Warmup(
    PolicyConfig policy, WarmupConfig config, long seed, String fingerprint, Path folder) {

  /// Part of the name of every result; goes up when this code or the policy's changes its outcome.
  private static final int VERSION = 1;

  /// The warmed-up policy, which the caller closes.
  ///
  /// @throws WarmupCorrupt if a file of this warm-up is there but cannot be trusted
  public Policy run(Examples examples, Progress progress) {
    WarmupCache cache = new WarmupCache(folder);
    Policy fresh = new Policy(policy, RandomKey.of(seed, "policy"));
    try {
      Optional<Snapshot> done = cache.read(name());
      done.ifPresentOrElse(fresh::restore, () -> train(fresh, examples, progress, cache));
      return fresh;
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
  }

  private void train(Policy fresh, Examples examples, Progress progress, WarmupCache cache) {
    String checkpoint = name() + ".part";
    Adam adam = new Adam(config.adam());
    int first = resume(cache.read(checkpoint), fresh, adam);
    Batches batches = new Batches(config, examples, RandomKey.of(seed, "warm-up"));
    for (int step = first; step < config.steps(); step++) {
      double loss = accumulate(fresh, batches.of(step));
      adam.update(fresh.parameters(), config.learningRateAt(step));
      if ((step + 1) % config.checkpointEvery() == 0) {
        cache.write(checkpoint, checkpoint(step + 1, fresh, adam));
      }
      progress.done(step + 1, config.steps(), loss);
    }
    cache.write(name(), fresh.snapshot());
    cache.delete(checkpoint);
  }

  /// @return the step to go on with
  private static int resume(Optional<Snapshot> checkpoint, Policy fresh, Adam adam) {
    if (checkpoint.isEmpty()) {
      return 0;
    }
    fresh.restore(checkpoint.get().under("policy"));
    adam.restore(checkpoint.get().under("adam"));
    return (int) checkpoint.get().longs("steps")[0];
  }

  private static Snapshot checkpoint(int steps, Policy fresh, Adam adam) {
    return new Snapshot.Builder()
        .longs("steps", new long[] {steps})
        .all("policy", fresh.snapshot())
        .all("adam", adam.snapshot())
        .build();
  }

  /// Adds the gradient of the mean negative log-likelihood of an answer token.
  ///
  /// @return that mean
  private static double accumulate(Policy fresh, Sequences batch) {
    try (Trace trace = fresh.trace(batch)) {
      double sum = 0;
      for (float logProbability : trace.outputs()) {
        sum -= logProbability;
      }
      float[] derivative = new float[batch.answerTokens()];
      Arrays.fill(derivative, -1f / derivative.length);
      trace.backward(derivative);
      return sum / derivative.length;
    }
  }

  /// SHA-256 of all that the outcome depends on.
  private String name() {
    String all = "warm-up %d\n%s\n%s\n%d\n%s".formatted(VERSION, policy, config, seed, fingerprint);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }
}
