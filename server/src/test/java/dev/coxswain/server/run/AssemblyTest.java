package dev.coxswain.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Groups put together from what trainers send.
final class AssemblyTest {

  private final Bench bench = new Bench(new MemoryStore()).begin("mopps", 20);

  @AfterEach
  void end() {
    bench.close();
  }

  private static ObjectNode part(JsonNode ticket, int part, int successes, int trials) {
    return Json.object()
        .put("ticket", ticket.get("ticket").textValue())
        .put("part", part)
        .put("successes", successes)
        .put("trials", trials);
  }

  private JsonNode outcome(int place) {
    return bench
        .runs()
        .batch(Bench.RUN, 1, "default", Optional.empty())
        .get("tickets")
        .get(place)
        .get("outcome");
  }

  private JsonNode ticket(int place) {
    return Bench.json(bench.select(1, 2)).get("tickets").get(place);
  }

  @Test
  void parts_thatComeToTheGroup_closeIt() {
    bench.observe(part(ticket(0), 1, 0, 1));
    assertThat(outcome(0).isNull()).isTrue();
    bench.observe(part(ticket(0), 0, 2, 3));

    assertThat(outcome(0).get("successes").intValue()).isEqualTo(2);
    assertThat(outcome(0).get("trials").intValue()).isEqualTo(4);
  }

  @Test
  void timeOut_someParts_learnsFromThose() {
    bench.observe(part(ticket(0), 0, 1, 2));
    bench.pass(Duration.ofSeconds(59));
    bench.runs().expire();
    assertThat(outcome(0).isNull()).isTrue();
    bench.pass(Duration.ofSeconds(2));
    bench.runs().expire();

    assertThat(outcome(0).get("status").textValue()).isEqualTo("ok");
    assertThat(outcome(0).get("trials").intValue()).isEqualTo(2);
    assertThat(outcome(1).get("status").textValue()).isEqualTo("cancelled");
    assertThat(Bench.json(bench.select(2, 1)).at("/belief/learned_to").intValue()).isEqualTo(1);
  }

  @Test
  void timeOut_nothing_mayBeAnsweredAfterAll() {
    JsonNode ticket = ticket(0);
    bench.pass(Duration.ofSeconds(61));
    bench.runs().expire();
    bench.observe(Bench.whole(ticket));

    assertThat(outcome(0).get("status").textValue()).isEqualTo("ok");
    assertThat(bench.runs().show(Bench.RUN).get("pending").intValue()).isZero();
  }

  @Test
  void part_afterItsGroupWasClosed_isKeptAndChangesNothing() {
    bench.observe(part(ticket(0), 0, 1, 2));
    bench.pass(Duration.ofSeconds(61));
    bench.runs().expire();
    JsonNode answer = bench.observe(part(ticket(0), 1, 2, 2));

    assertThat(answer.get("accepted").intValue()).isEqualTo(1);
    assertThat(outcome(0).get("trials").intValue()).isEqualTo(2);
  }

  @Test
  void samples_thatFailed_areNoTrials() {
    ObjectNode body = Json.object();
    for (int sample = 0; sample < 4; sample++) {
      ObjectNode one =
          body.withArray("samples")
              .addObject()
              .put("ticket", ticket(0).get("ticket").textValue())
              .put("sample", sample);
      if (sample == 0) {
        one.put("reward", 0.25);
      } else {
        one.put("status", "truncated");
      }
    }
    bench.runs().observe(Bench.RUN, body, false);

    assertThat(outcome(0).get("status").textValue()).isEqualTo("ok");
    assertThat(outcome(0).get("trials").intValue()).isEqualTo(1);
    assertThat(outcome(0).get("successes").doubleValue()).isEqualTo(0.25);
  }

  @Test
  void samples_allTruncated_areATruncatedGroup() {
    ObjectNode body = Json.object();
    for (int sample = 0; sample < 4; sample++) {
      body.withArray("samples")
          .addObject()
          .put("ticket", ticket(0).get("ticket").textValue())
          .put("sample", sample)
          .put("status", sample == 0 ? "error" : "truncated");
    }
    bench.runs().observe(Bench.RUN, body, false);

    assertThat(outcome(0).get("status").textValue()).isEqualTo("truncated");
    assertThat(outcome(0).get("trials").intValue()).isZero();
  }

  @Test
  void outcome_ofAnAbandonedLineage_isKeptForAudit() {
    JsonNode ticket = ticket(0);
    bench.runs().rewind(Bench.RUN, Json.object().put("to_step", 0));
    long before = bench.runs().lastEvent(Bench.RUN);

    assertThatThrownBy(() -> bench.observe(Bench.whole(ticket)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.LINEAGE_ABANDONED));
    JsonNode events = bench.runs().events(Bench.RUN, before, 10).get("events");
    assertThat(events).hasSize(1);
    assertThat(events.get(0).get("kind").textValue()).isEqualTo("abandoned");
    assertThat(bench.runs().show(Bench.RUN).get("batches").intValue()).isZero();
  }

  @Test
  void restore_tokenOfAnAbandonedLineage_goesBackThere() {
    for (int seq = 1; seq <= 4; seq++) {
      bench.answer(bench.select(seq, 2));
    }
    String token = bench.runs().checkpoint(Bench.RUN).get("token").textValue();
    String fifth = bench.select(5, 2);
    bench.runs().rewind(Bench.RUN, Json.object().put("to_step", 2));
    bench.answer(bench.select(3, 1));

    JsonNode position = bench.runs().restore(Bench.RUN, Json.object().put("token", token));

    assertThat(position.get("batches").intValue()).isEqualTo(4);
    assertThat(position.get("lineage").textValue()).isEqualTo("3");
    assertThat(Bench.choice(bench.select(5, 2))).isEqualTo(Bench.choice(fifth));
  }

  @Test
  void restore_whatIsNoTokenOfTheRun_isRefused() {
    for (String token :
        new String[] {"c1.r.1.9", "c1.r.7.0", "x", "c1.r.1.", "c1..", "c1.r.1.-1"}) {
      assertThatThrownBy(() -> bench.runs().restore(Bench.RUN, Json.object().put("token", token)))
          .as(token)
          .isInstanceOf(Refusal.class)
          .hasMessage("This is no token of this run; send one that :checkpoint gave.");
    }
    assertThatThrownBy(
            () -> bench.runs().restore(Bench.RUN, Json.object().put("token", "c1.other.1.0")))
        .hasMessage("This token is of another run.");
  }

  @Test
  void pool_changedMeanwhile_isSelectedFromNext() {
    bench.answer(bench.select(1, 2));
    bench.add(20, 24);
    bench.retire("q0", "q1");

    assertThat(Bench.json(bench.select(2, 22)).get("tickets")).hasSize(22);
    assertThat(bench.runs().show(Bench.RUN).get("pool_size").intValue()).isEqualTo(22);
  }
}
