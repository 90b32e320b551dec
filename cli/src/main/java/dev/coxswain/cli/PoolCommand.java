package dev.coxswain.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.prompts.dataset.PoolImport;
import dev.coxswain.prompts.dataset.PoolReport;
import dev.coxswain.prompts.dataset.PoolSurvey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain pool`: data sets of prompts.
@Command(
    name = "pool",
    description = "Takes in and looks at data sets of prompts: JSON lines, CSV, Parquet.",
    footer = {
      "",
      "Example:",
      "  coxswain pool import train.parquet --out pool.jsonl.gz --id-from-content"
    },
    subcommands = {PoolCommand.Import.class, PoolCommand.Stats.class, PoolCommand.Sample.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PoolCommand {

  private static final List<String> NAMES = List.of(".jsonl", ".jsonl.gz", ".json", ".json.gz");
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /// `coxswain pool import`.
  @Command(
      name = "import",
      description = {
        "Writes a data set as a pool that every command reads: a JSON object a line.",
        "Rows that are no prompts are skipped and reported."
      },
      footer = {
        "",
        "Example:",
        "  coxswain pool import train.parquet --out pool.jsonl.gz",
        "",
        "verl's data sets (prompt, data_source, extra_info.index) and TRL's (prompt) are read as",
        "they are; the latter have no ids and need --id-from-content."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Import implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The data set.")
    private Path file = Path.of("");

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "The pool; compressed if its name ends with .gz. Replaced if it is there.")
    private Path out = Path.of("");

    @Mixin private Surveying surveying = new Surveying();

    @Override
    public Integer call() throws IOException {
      String name = out.toString();
      if (!NAMES.stream().anyMatch(name::endsWith)) {
        throw new ParameterException(
            spec.commandLine(),
            "The pool's name (%s) must end with one of %s: it is written as JSON lines."
                .formatted(name, String.join(", ", NAMES)));
      }
      return surveying.report(
          spec, progress -> PoolImport.run(file, out, surveying.options(), progress), "imported");
    }
  }

  /// `coxswain pool stats`.
  @Command(
      name = "stats",
      description = "Says what a data set holds, and what an import would skip.",
      footer = {"", "Example:", "  coxswain pool stats train.parquet --id-from-content"},
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Stats implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The data set.")
    private Path file = Path.of("");

    @Mixin private Surveying surveying = new Surveying();

    @Override
    public Integer call() throws IOException {
      return surveying.report(
          spec, progress -> PoolSurvey.of(file, surveying.options(), progress), "prompts");
    }
  }

  /// `coxswain pool sample`.
  @Command(
      name = "sample",
      description = "Prints some prompts at random, a JSON object a line.",
      footer = {"", "Example:", "  coxswain pool sample pool.jsonl.gz --count 3 --seed 1"},
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Sample implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The data set.")
    private Path file = Path.of("");

    @Mixin private DatasetOptions dataset = new DatasetOptions();

    @Option(names = "--count", description = "How many; all, if there are no more.")
    private int count = 5;

    @Option(names = "--seed", description = "Another seed draws others.")
    private long seed;

    @Override
    public Integer call() throws IOException {
      if (count < 1) {
        throw new ParameterException(
            spec.commandLine(), "The count (%d) must be at least 1.".formatted(count));
      }
      Pool pool = PoolFile.read(file, dataset.reading()).pool();
      int[] order = Permutation.of(pool.size(), RandomKey.of(seed, "pool sample").generator());
      PrintWriter out = spec.commandLine().getOut();
      for (int i = 0; i < Math.min(count, order.length); i++) {
        out.println(JSON.writeValueAsString(columns(pool.get(order[i]))));
      }
      out.flush();
      return ExitCode.OK;
    }

    private static Map<String, String> columns(Prompt prompt) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("prompt_id", prompt.id());
      columns.put("prompt", prompt.text());
      prompt.topic().ifPresent(topic -> columns.put("topic", topic));
      return columns;
    }
  }

  /// What import and stats share.
  static final class Surveying {

    private static final int TOPICS_SHOWN = 10;

    @Mixin private DatasetOptions dataset = new DatasetOptions();

    @Option(
        names = "--drop-duplicates",
        description = "A prompt whose text stands earlier in the file is skipped.")
    private boolean dropDuplicates;

    @Option(names = "--json", description = "Prints the report as one JSON object.")
    private boolean json;

    PoolSurvey.Options options() {
      return new PoolSurvey.Options(dataset.reading(), dropDuplicates);
    }

    int report(CommandSpec spec, Function<LongConsumer, PoolReport> work, String done)
        throws IOException {
      PoolReport report;
      if (!Terminal.showsBars()) {
        report = work.apply(rows -> {});
      } else {
        try (ProgressBar bar =
            new ProgressBarBuilder().setTaskName("rows").setInitialMax(-1).build()) {
          report = work.apply(bar::stepTo);
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(JSON.writeValueAsString(report));
      } else {
        print(report, done, out);
      }
      out.flush();
      return ExitCode.OK;
    }

    private static void print(PoolReport report, String done, PrintWriter out) {
      out.println("%,d of %,d rows %s".formatted(report.prompts(), report.rows(), done));
      if (report.skipped() > 0) {
        out.println("%,d skipped:".formatted(report.skipped()));
        report
            .reasons()
            .forEach(reason -> out.println("  %s: %s".formatted(reason.where(), reason.problem())));
        more(report.skipped() - report.reasons().size(), out);
      }
      if (report.duplicates() > 0) {
        out.println("%,d with the text of an earlier one:".formatted(report.duplicates()));
        report
            .duplicateExamples()
            .forEach(twin -> out.println("  %s as %s".formatted(twin.where(), twin.earlier())));
        more(report.duplicates() - report.duplicateExamples().size(), out);
      }
      PoolReport.Lengths lengths = report.lengths();
      out.println(
          "characters: least %,d, median %,d, 90 %% %,d, 99 %% %,d, most %,d"
              .formatted(
                  lengths.least(),
                  lengths.median(),
                  lengths.ninety(),
                  lengths.ninetyNine(),
                  lengths.most()));
      if (report.embedding() != null) {
        out.println("embeddings: %d numbers".formatted(report.embedding()));
      }
      if (!report.topics().isEmpty()) {
        out.println("topics: %,d".formatted(report.topics().size()));
        report.topics().entrySet().stream()
            .limit(TOPICS_SHOWN)
            .forEach(
                topic -> out.println("  %,9d  %s".formatted(topic.getValue(), topic.getKey())));
        more(report.topics().size() - TOPICS_SHOWN, out);
      }
    }

    private static void more(long left, PrintWriter out) {
      if (left > 0) {
        out.println("  and %,d more".formatted(left));
      }
    }
  }
}
