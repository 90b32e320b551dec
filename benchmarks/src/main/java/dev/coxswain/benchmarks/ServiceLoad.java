package dev.coxswain.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Loads a running service and prints what it took: `ServiceLoad PORT PROMPTS BATCHES`.
///
/// A client is a thread with one connection and no HTTP library, so that the load generator takes
/// little of the two cores that it shares with the server.
public final class ServiceLoad {

  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
  private static final int CLIENTS = 16;
  private static final int TOGETHER = 64; // outcomes a request
  private static final int SELECTED = 256;
  private static final int SELECTS = 20;

  private final int port;

  private ServiceLoad(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    ServiceLoad load = new ServiceLoad(Integer.parseInt(args[0]));
    int prompts = Integer.parseInt(args[1]);
    int batches = Integer.parseInt(args[2]);
    load.pool(prompts);
    load.selects();
    load.observes(batches);
  }

  /// One connection.
  private static final class Client implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Client(int port) {
      try {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String send(String method, String path, String type, String body) {
      try {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
            "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(method, path, type, bytes.length)
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        request.writeTo(out);
        out.flush();
        return answer(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String answer(String path) throws IOException {
      String status = line();
      int length = 0;
      boolean chunked = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
        chunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
      }
      String body = new String(chunked ? chunks() : in.readNBytes(length), StandardCharsets.UTF_8);
      if (!status.startsWith("HTTP/1.1 2")) {
        throw new IllegalStateException(path + ": " + status + " " + body);
      }
      return body;
    }

    private byte[] chunks() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        body.write(in.readNBytes(size));
        var _ = line();
      }
      var _ = line();
      return body.toByteArray();
    }

    private int chunk() throws IOException {
      return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("The server hung up.");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    String json(String method, String path, String body) {
      return send(method, path, "application/json", body);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void pool(int prompts) throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < prompts; i++) {
      file.append(
          "{\"prompt_id\":\"p%d\",\"prompt\":\"A train of %d wagons leaves at %d o'clock; how many wheels pass by in %d minutes?\"}\n"
              .formatted(i, i % 97, i % 24, i / 97));
    }
    try (Client client = new Client(port)) {
      client.json("PUT", "/v1/pools/load", "{}");
      long begun = System.nanoTime();
      client.send("POST", "/v1/pools/load:import", "application/x-ndjson", file.toString());
      print("import of %d prompts".formatted(prompts), new long[] {System.nanoTime() - begun});
    }
  }

  private void selects() throws IOException {
    try (Client client = new Client(port)) {
      client.json(
          "PUT",
          "/v1/runs/gps",
          "{\"pool\":\"load\",\"strategy\":\"gps:candidates=all\",\"group_size\":8,\"learn_wait_seconds\":60}");
      long[] first = new long[SELECTS];
      long[] again = new long[SELECTS];
      for (int seq = 1; seq <= SELECTS; seq++) {
        String ask = "{\"seq\":%d,\"size\":%d}".formatted(seq, SELECTED);
        long begun = System.nanoTime();
        String batch = client.json("POST", "/v1/runs/gps:select", ask);
        first[seq - 1] = System.nanoTime() - begun;
        begun = System.nanoTime();
        client.json("POST", "/v1/runs/gps:select", ask);
        again[seq - 1] = System.nanoTime() - begun;
        client.json("POST", "/v1/runs/gps:observe", outcomes(batch));
        learned(client, seq);
      }
      print("select of %d, gps belief, learning done before".formatted(SELECTED), first);
      print("the same select again", again);
    }
  }

  /// Waits, so that the next select is measured alone.
  private static void learned(Client client, int batches) {
    while (!client.json("GET", "/v1/runs/gps", "").contains("\"learned_to\":" + batches + ",")) {
      Thread.onSpinWait();
    }
  }

  private static String outcomes(String batch) {
    StringBuilder body = new StringBuilder("{\"outcomes\":[");
    Matcher tickets = TICKET.matcher(batch);
    int count = 0;
    while (tickets.find()) {
      body.append(count == 0 ? "" : ",")
          .append("{\"ticket\":\"")
          .append(tickets.group(1))
          .append("\",\"successes\":")
          .append(count++ % 9)
          .append(",\"trials\":8}");
    }
    return body.append("]}").toString();
  }

  private void observes(int batches) throws Exception {
    List<List<String>> bodies = new ArrayList<>();
    try (Client client = new Client(port)) {
      for (int run = 0; run <= CLIENTS; run++) {
        String path = "/v1/runs/u" + run;
        client.json("PUT", path, "{\"pool\":\"load\",\"strategy\":\"uniform\",\"group_size\":8}");
        List<String> its = new ArrayList<>();
        for (int seq = 1; seq <= batches; seq++) {
          its.add(
              outcomes(
                  client.json(
                      "POST",
                      path + ":select",
                      "{\"seq\":%d,\"size\":%d}".formatted(seq, TOGETHER))));
        }
        bodies.add(its);
      }
    }
    print(
        "observe of %d outcomes, durable, one client".formatted(TOGETHER),
        send(CLIENTS, bodies.getLast()));
    long begun = System.nanoTime();
    List<Callable<long[]>> clients = new ArrayList<>();
    for (int run = 0; run < CLIENTS; run++) {
      int number = run;
      clients.add(() -> send(number, bodies.get(number)));
    }
    List<long[]> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<long[]> done : threads.invokeAll(clients)) {
        all.add(done.get());
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    print(
        "observe of %d outcomes, durable, %d clients".formatted(TOGETHER, CLIENTS),
        all.stream().flatMapToLong(Arrays::stream).toArray());
    System.out.printf(
        "%d clients: %.0f requests/s, %.0f outcomes/s%n",
        CLIENTS, CLIENTS * batches / seconds, (double) CLIENTS * batches * TOGETHER / seconds);
  }

  private long[] send(int run, List<String> bodies) throws IOException {
    long[] took = new long[bodies.size()];
    try (Client client = new Client(port)) {
      for (int i = 0; i < took.length; i++) {
        long begun = System.nanoTime();
        client.json("POST", "/v1/runs/u" + run + ":observe", bodies.get(i));
        took[i] = System.nanoTime() - begun;
      }
    }
    return took;
  }

  private static void print(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: n %d, p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        what,
        sorted.length,
        sorted[(sorted.length - 1) / 2] / 1e6,
        sorted[(int) ((sorted.length - 1) * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }
}
