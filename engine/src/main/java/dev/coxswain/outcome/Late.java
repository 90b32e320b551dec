package dev.coxswain.outcome;

import dev.coxswain.prediction.Label;
import dev.coxswain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// A trial that came after its batch was learned, and waits for the next one.
///
/// @param sequence of its select
/// @param label of age 0
record Late(long sequence, Label label) {

  /// Its label as learned with that batch.
  Label at(long learning) {
    return label(label.prompt(), learning - sequence);
  }

  /// The same of a prompt that stands elsewhere.
  Late moved(int prompt) {
    return new Late(sequence, label(prompt, 0));
  }

  private Label label(int prompt, long age) {
    return new Label(prompt, label.successes(), label.trials(), label.rewardSd(), age);
  }

  static Snapshot snapshot(List<Late> late) {
    List<Label> labels = late.stream().map(Late::label).toList();
    return new Snapshot.Builder()
        .longs("sequences", late.stream().mapToLong(Late::sequence).toArray())
        .longs("prompts", labels.stream().mapToLong(Label::prompt).toArray())
        .doubles("successes", labels.stream().mapToDouble(Label::successes).toArray())
        .longs("trials", labels.stream().mapToLong(Label::trials).toArray())
        .doubles("reward-sds", labels.stream().mapToDouble(Label::rewardSd).toArray())
        .build();
  }

  static List<Late> restore(Snapshot columns) {
    long[] sequences = columns.longs("sequences");
    List<Late> late = new ArrayList<>();
    for (int i = 0; i < sequences.length; i++) {
      Label label =
          new Label(
              Math.toIntExact(columns.longs("prompts")[i]),
              columns.doubles("successes")[i],
              Math.toIntExact(columns.longs("trials")[i]),
              columns.doubles("reward-sds")[i],
              0);
      late.add(new Late(sequences[i], label));
    }
    return late;
  }
}
