package dev.coxswain.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What was found when everything that is stored was looked at.
///
/// @param logs of pools and runs
/// @param events that fit the ones before them
/// @param snapshots that fit their seals
/// @param problems in words; empty if all is well
public record Verification(long logs, long events, long snapshots, List<String> problems) {

  public Verification {
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }

  static Verification of(SqlStore store, Database database) {
    List<String> problems = new ArrayList<>(store.reading(database::inspect));
    long logs = 0;
    long[] events = {0};
    for (Store.Kind kind : Store.Kind.values()) {
      for (String name : store.names(kind)) {
        logs++;
        try {
          store.read(
              kind,
              name,
              0,
              (number, event) -> {
                events[0]++;
                return true;
              });
        } catch (Corrupt corrupt) {
          problems.add(String.valueOf(corrupt.getMessage()));
        }
      }
    }
    long snapshots = snapshots(store, problems);
    return new Verification(logs, events[0], snapshots, problems);
  }

  /// Where a snapshot is.
  private record Place(String run, String lineage, long ordinal) {}

  private static long snapshots(SqlStore store, List<String> problems) {
    long sound = 0;
    for (Place place : store.reading(Verification::places)) {
      if (store.snapshot(place.run(), place.lineage(), place.ordinal()).isPresent()) {
        sound++;
      } else {
        problems.add(
            "The snapshot %d of the run %s, lineage %s is not as it was written; it will not be used."
                .formatted(place.ordinal(), place.run(), place.lineage()));
      }
    }
    return sound;
  }

  private static List<Place> places(Connection connection) throws SQLException {
    List<Place> places = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT run, lineage, ordinal FROM snapshot ORDER BY run, lineage, ordinal");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        places.add(new Place(rows.getString(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return places;
  }
}
