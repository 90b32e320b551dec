package dev.coxswain.server.run;

import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotCorrupt;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// How a run gets its helm back, after a start or when it has gone back.
final class Resumption {

  private Resumption() {}

  /// The current lineage's helm: from its latest snapshot that fits, and the log after it. All
  /// events are durable.
  static Helm helm(
      String name, Run.Surroundings around, RunLog log, RunPools pools, Ledger ledger) {
    Helm helm = start(name, around, pools, ledger);
    Ledger books =
        ledger.hasDeliveriesAfter(helm.observedTo())
            ? ledger
            : Ledger.of(name, log, around.inMemory(), helm.observedTo());
    List<Handed> batches = books.current().batches();
    long head = helm.steering().history().head();
    if (head < batches.size()) {
      log.read(
          batches.get((int) head).event() - 1,
          logged -> {
            if (logged.event() instanceof Event.Selected selected
                && books.isCurrent(selected.prefix())) {
              helm.reselect(books, selected, pools::at);
            }
            return true;
          });
    }
    helm.observe(books, books.lastEvent());
    return helm;
  }

  private static Helm start(String name, Run.Surroundings around, RunPools pools, Ledger ledger) {
    Optional<Ledger.Lineage> lineage = Optional.of(ledger.current());
    long shared = ledger.current().batches().size();
    while (lineage.isPresent()) {
      for (long ordinal : around.store().snapshots(name, lineage.get().name()).reversed()) {
        if (ordinal <= shared) {
          Optional<Helm> helm =
              restored(name, around, pools, ledger, lineage.get().name(), ordinal);
          if (helm.isPresent()) {
            return helm.get();
          }
        }
      }
      shared = Math.min(shared, lineage.get().kept());
      lineage = lineage.get().parent().flatMap(ledger::lineage);
    }
    return Helm.start(ledger.config(), around.learner(), pools.at(ledger.created().poolRevision()));
  }

  /// A snapshot is a cache: one that cannot be read, or knows more than a later batch did, is
  /// passed over.
  private static Optional<Helm> restored(
      String name,
      Run.Surroundings around,
      RunPools pools,
      Ledger ledger,
      String lineage,
      long ordinal) {
    try {
      Optional<byte[]> bytes = around.store().snapshot(name, lineage, ordinal);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      Snapshot snapshot = SnapshotFormat.read(bytes.get());
      Helm helm = Helm.restore(ledger.config(), around.learner(), pools::at, snapshot);
      boolean fits =
          helm.steering().history().head() == ordinal
              && ledger.current().batches().stream()
                  .skip(ordinal)
                  .allMatch(batch ->
                      batch.observedTo() >= helm.observedTo()
                          && batch.learnedTo() >= helm.steering().learnedTo());
      return fits ? Optional.of(helm) : Optional.empty();
    } catch (SnapshotCorrupt | IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty();
    }
  }
}
