package dev.coxswain.server.http;

import java.time.Duration;

/// What clients may take of a server before they are refused.
///
/// @param requestsPerSecond of one client
/// @param connections open at once; further ones wait to be accepted
/// @param connectionsPerAddress open at once from one address; further ones are closed
/// @param streams of events at once
/// @param headers how long the header lines of a request may take
/// @param body how long a body may come at less than [LimitedBody#LEAST_RATE]
/// @param idle how long a connection may say nothing
public record Clients(
    double requestsPerSecond,
    int connections,
    int connectionsPerAddress,
    int streams,
    Duration headers,
    Duration body,
    Duration idle) {

  /// For a cluster of some dozens of trainers.
  public static final Clients USUAL =
      new Clients(
          10_000,
          1024,
          256, // fifty pages behind one proxy, of two connections each, and trainers beside them
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));

  public Clients {
    if (!(requestsPerSecond > 0) || connections < 1 || connectionsPerAddress < 1 || streams < 0) {
      throw new IllegalArgumentException(
          "The rate (%s), the connections (%d) and those of one address (%d) must be above 0."
              .formatted(requestsPerSecond, connections, connectionsPerAddress));
    }
  }
}
