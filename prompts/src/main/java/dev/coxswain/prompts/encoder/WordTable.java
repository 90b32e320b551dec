package dev.coxswain.prompts.encoder;

import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/// A vector for every piece of a word, distilled from a transformer: what it makes of that piece
/// alone, turned to the axes in which the pieces differ most, and weighed by how rare the piece is.
///
/// v_i = w_i · Uᵀ(m(i) − m̄), w_i = a / (a + p_i), p_i = 1 / (rank_i · ln n): m the transformer's
/// vector of the piece between the opening and the closing one, U the first d principal axes of all
/// pieces, w the weight of Arora, Liang and Ma (ICLR 2017) with the frequencies that Zipf's law
/// gives to a vocabulary in the order of frequency, as BERT's is. After model2vec (Tulkens and van
/// Dongen, 2024).
///
/// Left out: vectors of whole words or phrases (the pieces are enough for one look-up each), and
/// training on pairs of texts.
final class WordTable {

  private static final SentenceModel TEACHER = SentenceModel.MINILM;

  /// The pieces that stand for nothing: the vocabulary opens with signs and free places.
  static final int SIGNS = 999;

  /// a: pieces of this frequency count half.
  private static final double HALF_WEIGHT = 1e-3;

  /// Changes with anything that changes the vectors.
  private static final int VERSION = 1;

  private static final String NAME = "static";

  private final WordPiece pieces;
  private final float[] vectors; // (n, d), row-major
  private final int width;

  private WordTable(WordPiece pieces, float[] vectors, int width) {
    this.pieces = pieces;
    this.vectors = vectors;
    this.width = width;
  }

  /// Which vectors these are.
  static String version() {
    return "%s-%d".formatted(TEACHER.version(), VERSION);
  }

  /// The table of the session's cache, or a new one, which it then keeps.
  ///
  /// @param width d, at most the teacher's
  static WordTable of(int width, EncodingSession session) {
    WordPiece pieces = WordPiece.of(TEACHER.tokenizer());
    int numbers = pieces.size() * width;
    Optional<Path> file =
        session
            .cache()
            .map(folder -> folder.resolve("%s-%s-%d.snapshot".formatted(NAME, version(), width)));
    float[] vectors =
        file.flatMap(WordTable::read)
            .filter(found -> found.length == numbers)
            .orElseGet(() -> {
              float[] distilled = distilled(pieces, width, session);
              file.ifPresent(path -> write(path, distilled));
              return distilled;
            });
    return new WordTable(pieces, vectors, width);
  }

  /// The table of these vectors.
  ///
  /// @param vectors (n, d), row-major, n the vocabulary's size; kept
  /// @throws IllegalArgumentException if they are fewer or more
  static WordTable of(int width, float[] vectors) {
    WordPiece pieces = WordPiece.of(TEACHER.tokenizer());
    if (vectors.length != pieces.size() * width) {
      throw new IllegalArgumentException(
          "The encoder's table (%d numbers) must have %d pieces of %d numbers."
              .formatted(vectors.length, pieces.size(), width));
    }
    return new WordTable(pieces, vectors, width);
  }

  /// Nothing, too, where a crash or a disk left something else.
  private static Optional<float[]> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(SnapshotFormat.read(Files.readAllBytes(file)).floats("vectors"))
          : Optional.empty();
    } catch (SnapshotCorrupt | NoSuchElementException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }

  private static void write(Path file, float[] vectors) {
    byte[] bytes = SnapshotFormat.write(new Snapshot.Builder().floats("vectors", vectors).build());
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
      Path draft = Files.createTempFile(file.toAbsolutePath().resolveSibling("."), NAME, ".tmp");
      try {
        Files.write(draft, bytes);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }

  private static float[] distilled(WordPiece pieces, int width, EncodingSession session) {
    float[][] taught = taught(pieces, session); // (n − signs, teacher's d)
    double[] mean = mean(taught);
    double[][] axes = axes(taught, mean, width); // (d, teacher's d)
    float[] vectors = new float[pieces.size() * width];
    for (int i = 0; i < taught.length; i++) {
      double weight = weight(i, taught.length);
      for (int j = 0; j < width; j++) {
        double along = 0;
        for (int l = 0; l < mean.length; l++) {
          along += (taught[i][l] - mean[l]) * axes[j][l];
        }
        vectors[(SIGNS + i) * width + j] = (float) (weight * along);
      }
    }
    return vectors;
  }

  /// What the teacher makes of each piece alone. By its id, as no text gives a piece that continues
  /// a word on its own.
  private static float[][] taught(WordPiece pieces, EncodingSession session) {
    return TextRows.of(
        IntStream.range(SIGNS, pieces.size()).mapToObj(String::valueOf).toList(),
        NAME + "-teacher",
        version(),
        SentenceModel.WIDTH,
        session,
        () -> new Pieces(pieces, Transformer.load(TEACHER, 3)));
  }

  /// The teacher, asked by ids.
  private record Pieces(WordPiece pieces, Transformer teacher) implements TextModel {

    @Override
    public float[] embed(String id) {
      return teacher.embed(pieces.alone(Integer.parseInt(id)));
    }

    @Override
    public void close() {
      teacher.close();
    }
  }

  /// w of the piece at that rank, counted from 0.
  static double weight(int rank, int count) {
    double frequency = 1 / ((rank + 1) * StrictMath.log(count));
    return HALF_WEIGHT / (HALF_WEIGHT + frequency);
  }

  private static double[] mean(float[][] rows) {
    double[] mean = new double[rows[0].length];
    for (float[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / (double) rows.length;
      }
    }
    return mean;
  }

  /// The first principal axes, (width, d).
  private static double[][] axes(float[][] rows, double[] mean, int width) {
    int d = mean.length;
    double[][] products = new double[d][d];
    double[] centred = new double[d];
    for (float[] row : rows) {
      for (int j = 0; j < d; j++) {
        centred[j] = row[j] - mean[j];
      }
      for (int j = 0; j < d; j++) {
        for (int l = 0; l <= j; l++) {
          products[j][l] += centred[j] * centred[l];
        }
      }
    }
    for (int j = 0; j < d; j++) {
      for (int l = 0; l < j; l++) {
        products[l][j] = products[j][l];
      }
    }
    RealMatrix vectors =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(products, false)).getVT();
    return vectors.getSubMatrix(0, width - 1, 0, d - 1).getData();
  }

  /// (n, d), row-major; not to be written.
  float[] vectors() {
    return vectors;
  }

  /// d.
  int width() {
    return width;
  }

  /// The mean of a text's pieces, (d). A text without any points along the first axis.
  float[] mean(String text) {
    int[] ids = pieces.pieces(text, Integer.MAX_VALUE);
    double[] sum = new double[width];
    for (int id : ids) {
      int start = id * width;
      for (int j = 0; j < width; j++) {
        sum[j] += vectors[start + j];
      }
    }
    float[] mean = new float[width];
    double squares = 0;
    for (int j = 0; j < width; j++) {
      mean[j] = (float) (sum[j] / Math.max(1, ids.length));
      squares += (double) mean[j] * mean[j];
    }
    if (squares == 0) {
      mean[0] = 1;
    }
    return mean;
  }
}
