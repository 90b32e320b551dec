package dev.coxswain.cli;

import dev.coxswain.trainer.loop.TrainingWatcher;
import dev.coxswain.trainer.report.StepMetrics;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how trainings go: a bar with time left on a terminal, a plain line at every evaluation
/// elsewhere.
final class TrainingProgress implements TrainingWatcher, AutoCloseable {

  private static final int WARMUP_LINES_EVERY = 250;

  private final PrintWriter err;
  private final boolean quiet;
  private final boolean bars;
  private final long trainingSteps;
  private @Nullable ProgressBar bar;
  private boolean training;
  private final Map<String, Double> lastAccuracy = new HashMap<>();

  private TrainingProgress(PrintWriter err, boolean quiet, boolean bars, long trainingSteps) {
    this.err = err;
    this.quiet = quiet;
    this.bars = bars;
    this.trainingSteps = trainingSteps;
  }

  /// @param trainingSteps of all trainings together
  static TrainingProgress on(PrintWriter err, boolean quiet, long trainingSteps) {
    return new TrainingProgress(err, quiet, Terminal.showsBars() && !quiet, trainingSteps);
  }

  @Override
  public synchronized void warmedUp(long seed, int step, int steps, double loss) {
    if (bars) {
      bar("warm-up " + seed, steps).stepTo(step).setExtraMessage(" loss %.3f".formatted(loss));
    } else if (!quiet && step % WARMUP_LINES_EVERY == 0) {
      err.println(
          String.format(
              Locale.ROOT, "warm-up seed=%d step=%d/%d loss=%.4f", seed, step, steps, loss));
      err.flush();
    }
  }

  @Override
  public synchronized void stepped(String strategy, long seed, StepMetrics metrics) {
    if (bars) {
      if (!training) {
        closeBar();
        training = true;
      }
      ProgressBar now = bar("training", trainingSteps);
      if (metrics.step() > 0) {
        now.step();
      }
      now.setExtraMessage(" " + brief(strategy, seed, metrics));
    } else if (!quiet && metrics.heldoutAccuracy() != null) {
      err.println(words(strategy, seed, metrics));
      err.flush();
    }
  }

  /// One evaluation of a training, as a line of its own.
  private static String words(String strategy, long seed, StepMetrics metrics) {
    StringBuilder words =
        new StringBuilder("%s seed=%d step=%d".formatted(strategy, seed, metrics.step()));
    append(words, " held-out=%.3f", metrics.heldoutAccuracy());
    append(words, " effective=%.2f", metrics.effectiveRatio());
    return words.append(" rollouts=").append(metrics.rollouts()).toString();
  }

  /// The last step of any training, figures first: beside a bar there are some forty columns.
  /// Between evaluations the last known accuracy stands.
  private String brief(String strategy, long seed, StepMetrics metrics) {
    String run = strategy + "/" + seed;
    if (metrics.heldoutAccuracy() != null) {
      lastAccuracy.put(run, metrics.heldoutAccuracy());
    }
    StringBuilder words = new StringBuilder();
    append(words, "acc %.3f ", lastAccuracy.get(run));
    append(words, "eff %.2f ", metrics.effectiveRatio());
    return words
        .append("roll %d %s step %d".formatted(metrics.rollouts(), run, metrics.step()))
        .toString();
  }

  private static void append(StringBuilder words, String format, @Nullable Double value) {
    if (value != null) {
      words.append(String.format(Locale.ROOT, format, value));
    }
  }

  private ProgressBar bar(String task, long max) {
    if (bar == null || !bar.getTaskName().equals(task)) {
      closeBar();
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(max)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .build();
    }
    return bar;
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public synchronized void close() {
    closeBar();
  }
}
