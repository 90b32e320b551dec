package dev.coxswain.server.run;

import dev.coxswain.Steering;
import dev.coxswain.outcome.Alarm;
import dev.coxswain.outcome.Guard;
import dev.coxswain.outcome.TopicReport;
import java.util.List;

/// What those who watch a run are told of its engine, which need not stand still for it.
///
/// @param observedTo the last event whose outcomes had been taken in
/// @param learnedTo the last batch that had been learned
/// @param coverage distinct prompts selected
/// @param poolSize N
record Standing(
    long observedTo,
    long learnedTo,
    int coverage,
    int poolSize,
    Guard guard,
    List<TopicReport> topics,
    List<Alarm> alarms) {

  static Standing of(Helm helm) {
    Steering steering = helm.steering();
    return new Standing(
        helm.observedTo(),
        steering.learnedTo(),
        steering.history().coverage(),
        helm.prepared().pool().size(),
        steering.guard(),
        steering.topics(),
        steering.alarms());
  }
}
