package dev.coxswain.spark;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.math.RandomKey;
import dev.coxswain.selection.Choice;
import dev.coxswain.selection.Selector;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Composable core-sets for max-sum diversity (Indyk, Mahabadi, Mahdian and Mirrokni, PODS 2014;
/// greedy ones: Aghamolaei, Farhadi and Zarrabi-Zadeh, CCCG 2015): every part selects by the
/// engine's own greedy, and the greedy selects again from the union.
///
/// A prompt's part is drawn by its id and the seed, so neither the files' layout nor the order of
/// parts nor that of prompts within them changes the result.
///
/// @param size B, prompts of the shortlist, at least 1
/// @param diversity λ ≥ 0 of U(S) = Σ u_i + λ/(B−1) · Σ_{i<j} d(x_i, x_j)
/// @param parts how many, at least 1
/// @param seed of the draw of parts
record CoreSets(int size, double diversity, int parts, long seed) implements Serializable {

  CoreSets {
    if (size < 1 || parts < 1) {
      throw new IllegalArgumentException(
          "The shortlist's size (%d) and parts (%d) must be at least 1.".formatted(size, parts));
    }
    if (!(diversity >= 0 && diversity < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The diversity weight (%s) must be at least 0 and finite.".formatted(diversity));
    }
  }

  /// The part of a prompt, in 0 .. parts − 1.
  int part(String id) {
    try {
      byte[] text = id.getBytes(StandardCharsets.UTF_8);
      ByteBuffer fields = ByteBuffer.allocate(Long.BYTES + text.length).putLong(seed).put(text);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(fields.array());
      return Math.floorMod(ByteBuffer.wrap(digest).getLong(), parts);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /// The greedy's choice, in its order; fewer than B only if there are fewer.
  List<Candidate> select(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    Candidate[] sorted = candidates.toArray(Candidate[]::new);
    Arrays.sort(sorted, Comparator.comparing(Candidate::id));
    for (Candidate candidate : sorted) {
      Vectors.requireWidth(
          candidate.id(), candidate.vector().length, sorted[0].id(), sorted[0].vector().length);
    }
    double[] utilities = Arrays.stream(sorted).mapToDouble(Candidate::utility).toArray();
    Embeddings embeddings = Embeddings.of(sorted.length, i -> sorted[i].vector());
    Choice choice =
        new Choice(new double[sorted.length], utilities, embeddings, Embeddings.of(new float[0][]));
    int[] rows =
        new Selector.MaxSum(diversity, 0, 1).select(choice, size, RandomKey.of(seed, "shortlist"));
    return Arrays.stream(rows).mapToObj(i -> sorted[i]).toList();
  }

  /// U(S) of a shortlist.
  double value(List<Candidate> chosen) {
    Embeddings embeddings = Embeddings.of(chosen.size(), i -> chosen.get(i).vector());
    double utility = 0;
    double dispersion = 0;
    for (int i = 0; i < chosen.size(); i++) {
      utility += chosen.get(i).utility();
      for (int j = 0; j < i; j++) {
        dispersion += Embeddings.distance(embeddings.row(i), embeddings.row(j));
      }
    }
    return utility + (size > 1 ? diversity * dispersion / (size - 1) : 0);
  }
}
