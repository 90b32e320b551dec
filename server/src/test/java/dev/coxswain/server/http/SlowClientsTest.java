package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.MemoryStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// P14: clients that are slow or take too much are sent away, and others do not feel them.
final class SlowClientsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String SELECT =
      "POST /v1/runs/r:select HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20000\r\n\r\n";

  private static Live live(Clients clients) {
    return new Live(new MemoryStore(), Tokens.none(), clients);
  }

  /// A client at one of the machine's own addresses, 127.0.0.N.
  private static Socket connect(Live live, int address) throws IOException {
    Socket socket = new Socket();
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), live.service().port()));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// What is said until the connection is closed. The service looks at its clients meanwhile.
  private static String last(Live live, Socket socket) throws IOException {
    Thread looking =
        Thread.ofVirtual()
            .start(() -> {
              while (!Thread.interrupted()) {
                live.service().tick();
                Thread.onSpinWait();
              }
            });
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "reset";
    } finally {
      looking.interrupt();
    }
  }

  /// Sends a byte now and then until nobody wants it. Nothing waits for it; its pace is what is
  /// tested.
  private static void drip(Socket socket) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            OutputStream out = socket.getOutputStream();
            while (true) {
              out.write(' ');
              Thread.sleep(Duration.ofMillis(20));
            }
          } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void headers_thatNeverEnd_areTimedOut() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, SHORT, LONG, LONG));
        Socket client = connect(live, 1)) {
      send(client, "GET /livez HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(last(live, client))
          .startsWith("HTTP/1.1 408 ")
          .contains("Connection: close")
          .contains("\"code\":\"request_timeout\"", "The headers were not there after 200 ms.");
    }
  }

  @Test
  void headers_ofASecondRequestThatNeverEnd_areTimedOut() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, SHORT, LONG, LONG));
        Socket client = connect(live, 1)) {
      send(client, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /li");
      assertThat(last(live, client)).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
    }
  }

  @Test
  void body_thatComesTooSlowly_isTimedOut() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, LONG, SHORT, LONG));
        Socket client = connect(live, 1)) {
      send(client, SELECT);
      drip(client);
      assertThat(last(live, client))
          .startsWith("HTTP/1.1 408 ")
          .contains("Connection: close")
          .contains("\"code\":\"request_timeout\"", "less than 1024 bytes a second");
    }
  }

  @Test
  void body_thatStops_isTimedOut() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, LONG, LONG, SHORT));
        Socket client = connect(live, 1)) {
      send(client, SELECT + "{");
      assertThat(last(live, client))
          .startsWith("HTTP/1.1 408 ")
          .contains("\"code\":\"request_timeout\"", "The body came too slowly.");
    }
  }

  /// More than the sockets' buffers take, asked for by clients that read nothing of it.
  @Test
  void answer_thatNobodyReads_isGivenUp() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, LONG, LONG, SHORT))) {
      live.ok("PUT", "/v1/pools/long", "{}");
      for (int i = 0; i < 100; i++) {
        live.ok(
            "POST",
            "/v1/pools/long:upsert",
            "{\"prompts\":[{\"prompt_id\":\"p%d\",\"prompt\":\"%s\"}]}"
                .formatted(i, "x".repeat(200_000)));
      }
      try (Socket first = connect(live, 2);
          Socket second = connect(live, 3)) {
        for (Socket socket : List.of(first, second)) {
          send(socket, "GET /v1/pools/long/prompts HTTP/1.1\r\nHost: localhost\r\n\r\n");
          assertThat(socket.getInputStream().read()).isEqualTo('H'); // it is being answered
        }
        try (Socket other = connect(live, 4)) {
          assertAnswers(other);
        }
        while (live.service().connections() > 0) {
          Thread.onSpinWait(); // until it has closed them
        }
        assertThat(first.isClosed()).isFalse(); // not by us
      }
    }
  }

  @Test
  void connection_thatSaysNothing_isClosed() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 1, LONG, LONG, SHORT));
        Socket client = connect(live, 1)) {
      assertThat(last(live, client)).isEmpty();
    }
  }

  @Test
  void connections_ofOneAddress_areLimitedAndOthersNot() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 3, 1, LONG, LONG, LONG))) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(connect(live, 2));
        assertAnswers(held.getLast());
      }
      try (Socket fourth = connect(live, 2);
          Socket other = connect(live, 3)) {
        assertThat(last(live, fourth)).isIn("", "reset");
        assertAnswers(other);
      }
      held.removeLast().close();
      while (live.service().connections() > 2) {
        Thread.onSpinWait();
      }
      held.add(connect(live, 2));
      assertAnswers(held.getLast());
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  /// Reads one whole answer; the connection stays open.
  private static void assertAnswers(Socket client) throws IOException {
    send(client, "HEAD /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      assertThat(next).as("after " + head).isNotNegative();
      head.append((char) next);
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void streams_moreThanThereMayBe_areRefused() throws IOException {
    try (Live live = live(new Clients(1e9, 100, 100, 2, LONG, LONG, LONG))) {
      live.ok("PUT", "/v1/pools/p", "{}");
      live.ok(
          "POST",
          "/v1/pools/p:upsert",
          "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"one and one\"}]}");
      live.ok("PUT", "/v1/runs/r", "{\"pool\":\"p\",\"strategy\":\"uniform\",\"group_size\":2}");
      String events =
          "GET /v1/runs/r/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n";
      try (Socket first = connect(live, 1);
          Socket second = connect(live, 1);
          Socket third = connect(live, 1)) {
        for (Socket socket : List.of(first, second)) {
          send(socket, events);
          assertThat(new String(socket.getInputStream().readNBytes(13), StandardCharsets.UTF_8))
              .startsWith("HTTP/1.1 200 ");
        }
        send(third, events);
        assertThat(last(live, third))
            .startsWith("HTTP/1.1 429 ")
            .contains("\"code\":\"overloaded\"", "poll");
      }
    }
  }

  /// The limits of a server as it is started, against a thousand clients that never end their
  /// headers.
  @Test
  @Tag("slow")
  void headers_ofAThousandAtOnce_areTimedOutAndOthersServed() throws IOException {
    try (Live live = live(Clients.USUAL)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        slow.add(connect(live, 2 + i / 60));
        send(slow.getLast(), "GET /livez HTTP/1.1\r\nX-");
      }
      for (int i = 0; i < 20; i++) {
        try (Socket probe = connect(live, 100)) {
          assertAnswers(probe);
        }
      }
      for (Socket socket : slow) {
        assertThat(last(live, socket)).startsWith("HTTP/1.1 408 ");
        socket.close();
      }
    }
  }
}
