package dev.coxswain.server.run;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a run was: what a trainer keeps beside its own checkpoint, as a token of one line.
///
/// @param batches how many of the lineage there were
record Checkpoint(String run, String lineage, long batches) {

  private static final Pattern TOKEN = Pattern.compile("c1\\.(.*)\\.([^.]*)\\.(\\d{1,18})");

  String token() {
    return "c1.%s.%s.%d".formatted(run, lineage, batches);
  }

  /// What a token of that run says.
  static Checkpoint parse(String token, String run) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      throw invalid();
    }
    if (!parts.group(1).equals(run)) {
      throw Refusal.at("/token", Code.INVALID_FIELD, "This token is of another run.");
    }
    return new Checkpoint(run, parts.group(2), Long.parseLong(parts.group(3)));
  }

  /// For a token that no run ever gave.
  static Refusal invalid() {
    return Refusal.at(
        "/token",
        Code.INVALID_FIELD,
        "This is no token of this run; send one that :checkpoint gave.");
  }
}
