package dev.coxswain.cli;

import dev.coxswain.prompts.encoder.EncodingWatcher;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how an encoding goes: a bar with prompts a second and the time left on a terminal,
/// elsewhere some ten lines that say the same. An encoding that is over within a second is not
/// spoken of.
final class EncodingProgress implements EncodingWatcher, AutoCloseable {

  private static final int LINES = 10;
  private static final double QUIET_SECONDS = 1;

  private final PrintWriter err;
  private final boolean quiet;
  private final boolean bars;
  private @Nullable ProgressBar bar;
  private String encoder = "";
  private long began;
  private int told;

  EncodingProgress(PrintWriter err, boolean quiet, boolean bars) {
    this.err = err;
    this.quiet = quiet;
    this.bars = bars;
  }

  static EncodingProgress on(PrintWriter err, boolean quiet) {
    return new EncodingProgress(err, quiet, Terminal.showsBars());
  }

  @Override
  public void encoded(String name, int done, int cached, int total) {
    if (quiet) {
      return;
    }
    if (!name.equals(encoder)) {
      begin(name, cached, total);
    }
    if (bar != null) {
      bar.stepTo(done);
    } else if (!bars) {
      tell(done, cached, total);
    }
  }

  private void begin(String name, int cached, int total) {
    close();
    encoder = name;
    began = System.nanoTime();
    told = 0;
    if (bars) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total)
              .startsFrom(cached, Duration.ZERO)
              .setUnit(" prompts", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .showSpeed()
              .build();
    }
  }

  private void tell(int done, int cached, int total) {
    double seconds = (System.nanoTime() - began) / 1e9;
    int tenth = (int) ((long) (done - cached) * LINES / Math.max(1, total - cached));
    if (tenth > told && seconds > QUIET_SECONDS) {
      told = tenth;
      double rate = (done - cached) / seconds;
      err.println(
          String.format(
              Locale.ROOT,
              "encoder=%s prompts=%d/%d cached=%d per_second=%.0f left=%.0fs",
              encoder,
              done,
              total,
              cached,
              rate,
              (total - done) / rate));
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
