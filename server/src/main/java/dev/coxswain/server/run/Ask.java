package dev.coxswain.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Fields;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a select asks for. Its key is the consumer and its seq; the same key asked otherwise is a
/// conflict.
///
/// @param seq the consumer's own number
/// @param size B ≥ 1
/// @param consumer who selects
/// @param policyVersion that will roll the batch out; kept and shown
/// @param oncePerEpoch whether no prompt comes again before the pool is used up
public record Ask(
    long seq, int size, String consumer, OptionalLong policyVersion, boolean oncePerEpoch) {

  /// Of those who name none.
  public static final String USUAL_CONSUMER = "default";

  private static final Set<String> KNOWN =
      Set.of("seq", "size", "consumer", "policy_version", "constraints");
  private static final int LARGEST_BATCH = 65_536;

  /// What a request asks for.
  ///
  /// @throws dev.coxswain.server.Refusal `invalid_field`, with a pointer
  public static Ask of(JsonNode body) {
    Fields fields = Fields.of(body, KNOWN);
    Optional<Fields> constraints = fields.findObject("constraints", Set.of("once_per_epoch"));
    return new Ask(
        fields.whole("seq", 0, Fields.LARGEST),
        (int) fields.whole("size", 1, LARGEST_BATCH),
        fields.findId("consumer").orElse(USUAL_CONSUMER),
        fields.findWhole("policy_version", 0, Fields.LARGEST),
        constraints.flatMap(found -> found.findFlag("once_per_epoch")).orElse(false));
  }
}
