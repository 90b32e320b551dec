package dev.coxswain.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `compare`: what shortlists lose by being chosen in parts, against the greedy over the whole pool
/// on the driver, which must hold it. For choosing `--parts` on a sample, and for evidence.
@Command(
    name = "compare",
    header = {"Example:", "  compare --in pools/sample-predicted --size 1000 --parts 8,64,512", ""},
    description = {
      "Says what shortlists lose by being chosen in parts, against one greedy over all prompts,",
      "and whether another order of the prompts changes them. The driver must hold the pool."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Session session = new Session();

  @Option(names = "--in", required = true, description = "The folder of the predicted pool.")
  private String in = "";

  @Option(names = "--size", description = "Prompts of the shortlist.")
  private int size = 1000;

  @Option(names = "--diversity", description = "Weight of diversity, at least 0.")
  private double diversity = ShortlistCommand.USUAL_DIVERSITY;

  @Option(names = "--parts", split = ",", description = "Numbers of parts, comma-separated.")
  private List<Integer> parts = List.of(2, 8, 32, 128);

  @Option(names = "--seeds", description = "Draws of parts of each number: seeds 0 .. S-1.")
  private int seeds = 5;

  @Option(names = "--orders", description = "Orders of the prompts that each is chosen from.")
  private int orders = 2;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go.")
  private @Nullable Path json;

  /// One draw of parts.
  ///
  /// @param utility U(S)
  /// @param lost of what the greedy gains over a random choice, this share
  /// @param shortlists different ones among the orders; 1 if the order has no say
  record Draw(int parts, long seed, double utility, double lost, int shortlists) {}

  @Override
  public Integer call() {
    SparkSession spark = session.open("compare");
    try {
      Dataset<Row> pool = Parquet.read(spark, in);
      ShortlistCommand.requirePredicted(pool, in);
      JavaRDD<Candidate> candidates =
          ShortlistCommand.candidates(pool).persist(StorageLevel.MEMORY_AND_DISK());
      List<Candidate> all = candidates.collect();
      CoreSets whole = new CoreSets(size, diversity, 1, 0);
      double alone = whole.value(whole.select(all));
      double random = whole.value(random(all));
      say(
          "prompts=%d size=%d diversity=%s one_machine=%.6f random=%.6f"
              .formatted(all.size(), size, diversity, alone, random));
      List<Draw> draws = new ArrayList<>();
      for (int count : parts) {
        for (long seed = 0; seed < seeds; seed++) {
          Draw draw = draw(candidates, new CoreSets(size, diversity, count, seed), alone, random);
          say(
              "parts=%d seed=%d utility=%.6f lost=%.4f%% shortlists=%d"
                  .formatted(count, seed, draw.utility(), 100 * draw.lost(), draw.shortlists()));
          draws.add(draw);
        }
      }
      if (json != null) {
        write(json, all.size(), alone, random, draws);
      }
      return 0;
    } finally {
      session.close(spark);
    }
  }

  /// A plain random choice, the floor.
  private List<Candidate> random(List<Candidate> all) {
    int[] order = Permutation.of(all.size(), RandomKey.of(0, "compare").generator());
    return Arrays.stream(order).limit(size).mapToObj(all::get).toList();
  }

  private Draw draw(JavaRDD<Candidate> candidates, CoreSets coreSets, double alone, double random) {
    List<List<Candidate>> found =
        IntStream.range(0, orders)
            .mapToObj(order -> ShortlistCommand.select(ordered(candidates, order), coreSets))
            .toList();
    double utility = coreSets.value(found.getFirst());
    return new Draw(
        coreSets.parts(),
        coreSets.seed(),
        utility,
        (alone - utility) / (alone - random),
        (int) found.stream().map(CompareCommand::ids).distinct().count());
  }

  /// As read at first; then spread anew, over as many partitions as before and some more.
  private static JavaRDD<Candidate> ordered(JavaRDD<Candidate> candidates, int order) {
    return order == 0 ? candidates : candidates.repartition(candidates.getNumPartitions() + order);
  }

  private static List<String> ids(List<Candidate> chosen) {
    return chosen.stream().map(Candidate::id).toList();
  }

  private void say(String line) {
    PrintWriter said = spec.commandLine().getOut();
    said.println(line);
    said.flush();
  }

  private void write(Path file, int prompts, double alone, double random, List<Draw> draws) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("prompts", prompts);
    figures.put("size", size);
    figures.put("diversity", diversity);
    figures.put("one_machine", alone);
    figures.put("random", random);
    figures.put("draws", draws);
    try {
      Files.writeString(
          file,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures)
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }
}
