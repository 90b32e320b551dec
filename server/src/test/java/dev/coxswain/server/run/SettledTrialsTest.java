package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.outcome.CalibrationError;
import dev.coxswain.outcome.Outcome;
import dev.coxswain.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SettledTrialsTest {

  private static final int GROUP = 8;

  private final Random random = new Random(5);
  private final SettledTrials all = new SettledTrials();

  private Scores selected(int size) {
    ObjectNode response = Json.object();
    ArrayNode tickets = response.putArray("tickets");
    for (int i = 0; i < size; i++) {
      tickets
          .addObject()
          .put("predicted", random.nextInt(20) / 20.0) // equal ones too
          .put("reason", i % 5 == 0 ? "control" : "target");
    }
    return Scores.of(response);
  }

  private void end(Scores scores, int groups) {
    for (int place = 0; place < groups; place++) {
      double[] rewards = random.ints(GROUP, 0, 2).asDoubleStream().toArray();
      scores.end(place, Outcome.ofRewards("0-" + place, rewards), true);
    }
  }

  private static void assertSame(Trials found, Trials expected) {
    assertThat(found.all().predicted()).isEqualTo(expected.all().predicted());
    assertThat(found.all().observed()).isEqualTo(expected.all().observed());
    assertThat(found.byChance().observed()).isEqualTo(expected.byChance().observed());
    assertThat(found.selected()).isEqualTo(expected.selected());
    assertThat(found.control()).isEqualTo(expected.control());
    assertThat(found.allRight()).isEqualTo(expected.allRight());
    assertThat(found.allWrong()).isEqualTo(expected.allWrong());
    assertThat(found.closed()).isEqualTo(expected.closed());
    assertThat(found.statuses()).isEqualTo(expected.statuses());
  }

  @Test
  void of_aGrowingHistory_isWhatAddingUpAnewGives() {
    List<Scores> batches = new ArrayList<>();
    for (int step = 0; step < 30; step++) {
      Scores open = selected(16);
      batches.add(open);
      assertSame(all.of(batches), Trials.of(batches));
      Scores half = open.copy(); // as a batch does when somebody has seen its scores
      end(half, 8);
      batches.set(step, half);
      assertSame(all.of(batches), Trials.of(batches));
      Scores whole = half.copy();
      end(whole, 16);
      batches.set(step, whole);
    }
    assertSame(all.of(batches), Trials.of(batches));
  }

  @Test
  void of_aHistoryThatChangedLongAgo_isAddedUpAnew() {
    List<Scores> batches = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      Scores scores = selected(16);
      end(scores, 16);
      batches.add(scores);
    }
    var _ = all.of(batches);
    Scores late = batches.get(1).copy();
    end(late, 3);
    batches.set(1, late);
    assertSame(all.of(batches), Trials.of(batches));
    assertSame(all.of(batches.subList(0, 2)), Trials.of(batches.subList(0, 2))); // after a rewind
  }

  @Test
  void calibrationError_isTheEngines() {
    double[] predicted = random.doubles(997).toArray();
    double[] observed = random.ints(997, 0, GROUP + 1).mapToDouble(s -> s / 8.0).toArray();
    assertThat(Pairs.of(predicted, observed).calibrationError().orElseThrow())
        .isEqualTo(CalibrationError.of(predicted, observed).orElseThrow(), within(1e-12));
  }
}
