package dev.coxswain.server.http;

import dev.coxswain.server.run.Vitals;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/// How well runs are steered, in Prometheus' text format.
///
/// A registry for each look: whose figures are in it depends on who asks, and runs come and go.
final class RunMetrics {

  private RunMetrics() {}

  static String of(List<Vitals> runs) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try {
      runs.forEach(run -> add(registry, run));
      return registry.scrape();
    } finally {
      registry.close();
    }
  }

  private static void add(PrometheusMeterRegistry registry, Vitals run) {
    Tags tags = Tags.of("run", run.run());
    gauge(registry, "effective.ratio", tags.and("arm", "selected"), run.effectiveRatio());
    gauge(registry, "effective.ratio", tags.and("arm", "control"), run.controlEffectiveRatio());
    gauge(registry, "calibration.error", tags, run.calibrationError());
    gauge(registry, "spearman", tags, run.spearman());
    gauge(registry, "pending.outcomes", tags, OptionalDouble.of(run.pending()));
    FunctionTimer.builder(
            "coxswain.model.update.duration",
            run,
            Vitals::lessons,
            Vitals::nanosLearning,
            TimeUnit.NANOSECONDS)
        .tags(tags)
        .register(registry);
  }

  /// One that is not known is left out.
  private static void gauge(
      PrometheusMeterRegistry registry, String name, Tags tags, OptionalDouble value) {
    value.ifPresent(
        known -> Gauge.builder("coxswain." + name, () -> known).tags(tags).register(registry));
  }
}
