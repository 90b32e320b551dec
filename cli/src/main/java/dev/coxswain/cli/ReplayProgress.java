package dev.coxswain.cli;

import dev.coxswain.trainer.replay.ReplayWatcher;
import dev.coxswain.trainer.replay.ReplayedStep;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how a replay goes: a bar with time left on a terminal, elsewhere at most ten lines a
/// passage, with the time left.
final class ReplayProgress implements ReplayWatcher, AutoCloseable {

  private static final int LINES_A_PASSAGE = 10;

  private final PrintWriter err;
  private final boolean quiet;
  private final @Nullable ProgressBar bar;
  private final long allSteps;
  private final int steps;
  private final long began = System.nanoTime();
  private long done;

  private ReplayProgress(
      PrintWriter err, boolean quiet, @Nullable ProgressBar bar, long allSteps, int steps) {
    this.err = err;
    this.quiet = quiet;
    this.bar = bar;
    this.allSteps = allSteps;
    this.steps = steps;
  }

  /// @param allSteps of all passages together
  /// @param steps of one passage
  static ReplayProgress on(PrintWriter err, boolean quiet, long allSteps, int steps) {
    ProgressBar bar =
        Terminal.showsBars() && !quiet
            ? new ProgressBarBuilder()
                .setTaskName("replay")
                .setInitialMax(allSteps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build()
            : null;
    return new ReplayProgress(err, quiet, bar, allSteps, steps);
  }

  @Override
  public synchronized void stepped(String strategy, long seed, ReplayedStep step) {
    done++;
    if (bar != null) {
      bar.step().setExtraMessage(" %s/%d".formatted(strategy, seed));
    } else if (!quiet && isTold(step.step())) {
      err.println(line(strategy, seed, step));
      err.flush();
    }
  }

  private boolean isTold(long step) {
    return step * LINES_A_PASSAGE / steps > (step - 1) * LINES_A_PASSAGE / steps;
  }

  private String line(String strategy, long seed, ReplayedStep step) {
    double seconds = (System.nanoTime() - began) / 1e9;
    String effective =
        step.effectiveRatio() == null
            ? ""
            : String.format(Locale.ROOT, " effective=%.2f", step.effectiveRatio());
    return String.format(
        Locale.ROOT,
        "%s seed=%d step=%d%s coverage=%d left=%.0fs",
        strategy,
        seed,
        step.step(),
        effective,
        step.coverage(),
        seconds * (allSteps - done) / done);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
