package dev.coxswain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.loop.Practice;
import java.net.URI;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// A training loop that is steered over HTTP, as anybody's would be: select, roll out, observe.
final class SteeredLoop {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROMPTS_AT_ONCE = 1000;

  private final Trainee trainee;
  private final String run;
  private final ServerClient client;

  /// @param server where it listens
  /// @param run its name
  SteeredLoop(URI server, Trainee trainee, String run) {
    client = new ServerClient(server, Optional.empty());
    this.trainee = trainee;
    this.run = run;
  }

  /// Makes the run, and its pool if need be, with the trainee's prompts and embeddings.
  void begin(String pool, String strategy, int groupSize) throws InterruptedException {
    JsonNode made = client.send("PUT", "/v1/pools/" + pool, JSON.createObjectNode()).body();
    if (made.get("prompts").intValue() == 0) {
      for (int from = 0; from < trainee.pool().size(); from += PROMPTS_AT_ONCE) {
        client.send("POST", "/v1/pools/" + pool + ":upsert", prompts(from));
      }
    }
    client.send(
        "PUT",
        "/v1/runs/" + run,
        JSON.createObjectNode()
            .put("pool", pool)
            .put("strategy", strategy)
            .put("group_size", groupSize)
            .put("encoder", "given"));
  }

  private ObjectNode prompts(int from) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode prompts = body.putArray("prompts");
    int to = Math.min(from + PROMPTS_AT_ONCE, trainee.pool().size());
    for (int i = from; i < to; i++) {
      Prompt prompt = trainee.pool().get(i);
      ObjectNode one = prompts.addObject();
      one.put("prompt_id", prompt.id()).put("prompt", prompt.text());
      prompt.topic().ifPresent(topic -> one.put("topic", topic));
      ArrayNode vector = one.putArray("embedding");
      for (float value : trainee.embeddings().row(i)) {
        vector.add(value);
      }
    }
    return body;
  }

  /// One step.
  ///
  /// @param step of the trainee; never goes back
  /// @param seq of the select; goes back after a [#rewind]
  void step(int step, long seq, int batchSize, int groupSize) throws InterruptedException {
    ObjectNode ask = JSON.createObjectNode().put("seq", seq).put("size", batchSize);
    ask.put("policy_version", seq - 1);
    JsonNode tickets =
        client.send("POST", "/v1/runs/" + run + ":select", ask).body().get("tickets");
    int[] prompts =
        StreamSupport.stream(tickets.spliterator(), false)
            .mapToInt(ticket -> trainee.pool().indexOf(ticket.get("prompt_id").textValue()))
            .toArray();
    Practice.Practised practised = trainee.practise(step, prompts);
    ObjectNode report = JSON.createObjectNode();
    ArrayNode outcomes = report.putArray("outcomes");
    for (int i = 0; i < prompts.length; i++) {
      outcomes
          .addObject()
          .put("ticket", tickets.get(i).get("ticket").textValue())
          .put("successes", practised.successes()[i])
          .put("trials", groupSize)
          .put("tokens", practised.tokens()[i]);
    }
    client.send("POST", "/v1/runs/" + run + ":observe", report);
  }

  /// Goes back, as a trainer does that resumes from an older checkpoint.
  void rewind(long toStep) throws InterruptedException {
    client.send(
        "POST", "/v1/runs/" + run + ":rewind", JSON.createObjectNode().put("to_step", toStep));
  }
}
