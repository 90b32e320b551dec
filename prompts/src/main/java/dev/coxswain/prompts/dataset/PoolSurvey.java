package dev.coxswain.prompts.dataset;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Goes through a pool file and skips what is no prompt, where [PoolFile] stops; a row at a time,
/// so that a file larger than the memory can be gone through (ids and a fingerprint of each text
/// are kept).
public final class PoolSurvey {

  private static final long PROGRESS = 1_000; // rows

  private final Options options;
  private final List<PoolReport.Reason> reasons = new ArrayList<>();
  private final List<PoolReport.Twin> twins = new ArrayList<>();
  private final Map<Fingerprint, Place> texts = new HashMap<>();
  private final Map<String, Long> topics = new HashMap<>();
  private final IntStream.Builder lengths = IntStream.builder();
  private long rows;
  private long prompts;
  private long skipped;
  private long duplicates;
  private @Nullable Integer width;

  /// How a file is gone through.
  ///
  /// @param reading what is read of it
  /// @param dropsDuplicates whether a prompt with the text of an earlier one is skipped; it is
  ///   anyway where ids are made from texts
  public record Options(PoolFile.Options reading, boolean dropsDuplicates) {}

  /// The first 128 bits of a text's SHA-256.
  private record Fingerprint(long first, long second) {

    static Fingerprint of(String text) {
      ByteBuffer digest = ByteBuffer.wrap(PromptRows.digest(text));
      return new Fingerprint(digest.getLong(), digest.getLong());
    }
  }

  private PoolSurvey(Options options) {
    this.options = options;
  }

  /// What the file holds.
  ///
  /// @param taker of every prompt that is taken
  /// @param progress hears how many rows were looked at, now and then
  /// @throws DatasetInvalid if nothing more of the file can be read, or it holds no prompt
  static PoolReport of(
      Path file, Options options, Consumer<PromptRow> taker, LongConsumer progress) {
    PoolSurvey survey = new PoolSurvey(options);
    PromptRows reading = new PromptRows(options.reading());
    Table.each(
        file,
        options.reading().limits(),
        options.reading().columns().wanted(),
        new RowTaker() {
          @Override
          public void take(Row row) {
            survey.look(row, reading, taker);
            if (survey.rows % PROGRESS == 0) {
              progress.accept(survey.rows);
            }
          }

          @Override
          public void unreadable(DatasetInvalid reason) {
            survey.rows++;
            survey.skip(reason);
          }
        });
    if (survey.prompts == 0) {
      throw survey.reasons.isEmpty() ? PoolFile.empty(file) : survey.allSkipped(file);
    }
    return survey.report();
  }

  /// As the file stands; nothing is kept of it.
  public static PoolReport of(Path file, Options options, LongConsumer progress) {
    return of(file, options, row -> {}, progress);
  }

  private void look(Row row, PromptRows reading, Consumer<PromptRow> taker) {
    rows++;
    try {
      PromptRow looked = reading.look(row);
      Fingerprint text = Fingerprint.of(looked.prompt().text());
      if (isTaken(looked, texts.get(text))) {
        reading.add(row, looked);
        texts.putIfAbsent(text, row.place());
        count(looked);
        taker.accept(looked);
      }
    } catch (DatasetInvalid reason) {
      if (reason.isOfTheWhole()) {
        throw reason;
      }
      skip(reason);
    }
  }

  private void skip(DatasetInvalid reason) {
    skip(new PoolReport.Reason(reason.place().within(), reason.problem()));
  }

  private void skip(PoolReport.Reason reason) {
    skipped++;
    if (reasons.size() < PoolReport.MOST_REASONS) {
      reasons.add(reason);
    }
  }

  private boolean isTaken(PromptRow row, @Nullable Place earlier) {
    if (earlier == null) {
      return true;
    }
    duplicates++;
    if (twins.size() < PoolReport.MOST_REASONS) {
      twins.add(new PoolReport.Twin(row.place().within(), earlier.within()));
    }
    boolean dropped = options.dropsDuplicates() || options.reading().idFromContent();
    if (dropped) {
      skip(
          new PoolReport.Reason(
              row.place().within(), "The text is that of %s.".formatted(earlier.within())));
    }
    return !dropped;
  }

  private void count(PromptRow row) {
    prompts++;
    lengths.add(row.prompt().text().length());
    row.prompt().topic().ifPresent(topic -> topics.merge(topic, 1L, Long::sum));
    row.vector().ifPresent(vector -> width = vector.length);
  }

  private DatasetInvalid allSkipped(Path file) {
    PoolReport.Reason first = reasons.getFirst();
    return new DatasetInvalid(
        file,
        1,
        "None of the %d rows holds a prompt; the first fault, in %s: %s"
            .formatted(rows, first.where(), first.problem()),
        "Maybe the columns have other names: --prompt-column, --id-column.");
  }

  private PoolReport report() {
    Map<String, Long> sorted = new LinkedHashMap<>();
    topics.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Long>>comparingLong(entry -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return new PoolReport(
        rows,
        prompts,
        skipped,
        reasons,
        duplicates,
        twins,
        PoolReport.Lengths.of(lengths.build().toArray()),
        sorted,
        width);
  }
}
