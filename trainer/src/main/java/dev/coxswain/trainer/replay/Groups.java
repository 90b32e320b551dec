package dev.coxswain.trainer.replay;

import dev.coxswain.selection.Filling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups of one step, in the order rolled out.
final class Groups {

  private final int groupSize;
  private final List<Group> groups = new ArrayList<>();
  private int draws;
  private int asked;

  /// One group.
  ///
  /// @param prompt its index
  /// @param successes s, in 0 .. k
  private record Group(int prompt, int successes) {}

  Groups(int groupSize) {
    this.groupSize = groupSize;
  }

  /// @param size asked for
  void add(int size, int[] prompts, int[] successes) {
    draws++;
    asked += size;
    for (int i = 0; i < prompts.length; i++) {
      groups.add(new Group(prompts[i], successes[i]));
    }
  }

  /// Places in the batches drawn.
  int asked() {
    return asked;
  }

  int count() {
    return groups.size();
  }

  /// How many prompts a strategy selects next in this step.
  int next(Filling filling, int batchSize) {
    int mixed = (int) groups.stream().filter(this::isMixed).count();
    return filling.next(batchSize, groups.size(), mixed, draws);
  }

  private boolean isMixed(Group group) {
    return group.successes() > 0 && group.successes() < groupSize;
  }

  /// What the trainer gets: all of them, or the first mixed ones where the rest is discarded.
  Groups handed(Filling filling, int batchSize) {
    if (!filling.discards()) {
      return this;
    }
    Groups handed = new Groups(groupSize);
    groups.stream().filter(this::isMixed).limit(batchSize).forEach(handed.groups::add);
    return handed;
  }

  int[] prompts() {
    return groups.stream().mapToInt(Group::prompt).toArray();
  }

  int[] successes() {
    return groups.stream().mapToInt(Group::successes).toArray();
  }

  /// s/k of each.
  double[] rates() {
    return groups.stream().mapToDouble(group -> (double) group.successes() / groupSize).toArray();
  }

  /// The share of mixed groups; null without groups.
  @Nullable Double mixed() {
    return share(groups.stream().filter(this::isMixed).count());
  }

  @Nullable Double allRight() {
    return share(groups.stream().filter(group -> group.successes() == groupSize).count());
  }

  @Nullable Double allWrong() {
    return share(groups.stream().filter(group -> group.successes() == 0).count());
  }

  private @Nullable Double share(long count) {
    return groups.isEmpty() ? null : (double) count / groups.size();
  }
}
