package dev.coxswain.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection to a service, without an HTTP library, so that the load generator takes little of
/// the cores that it shares with the server.
final class Client implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /// @param number which client it is; each has an address of its own (127.1.0.0 and on), as
  ///   trainers on several machines have, since a server limits what one address may take
  Client(int port, int number) {
    try {
      byte[] own = {127, 1, (byte) (number / 256), (byte) (number % 256)};
      socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByAddress(own), 0);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("Nobody listens at port %d.".formatted(port), e);
    }
  }

  /// The body of an answer that is good.
  ///
  /// @throws IllegalStateException if it is not
  /// @throws UncheckedIOException if the server hangs up
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

  String json(String method, String path, String body) {
    return send(method, path, "application/json", body);
  }

  String get(String path) {
    return json("GET", path, "");
  }

  /// Asks as a page does: for what may be some seconds old, compressed, if it has changed.
  ///
  /// @param tag of what is known; empty for nothing
  Tagged glance(String path, String tag) {
    try {
      String known = tag.isEmpty() ? "" : "If-None-Match: " + tag + "\r\n";
      out.write(
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nCache-Control: max-stale=60\r\n%s\r\n"
              .formatted(path, known)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return answered(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What was answered, as it was sent, and its tag.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tagged(byte[] body, String tag) {}

  /// Begins to listen to the numbers of a run's events.
  void listen(String path) {
    try {
      out.write(
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
              .formatted(path)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the next event of those that it listens to.
  void await() {
    try {
      while (!line().startsWith("data:")) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String path) throws IOException {
    return new String(answered(path).body(), StandardCharsets.UTF_8);
  }

  private Tagged answered(String path) throws IOException {
    String status = line();
    int length = 0;
    boolean chunked = false;
    String tag = "";
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      } else if (lower.startsWith("etag:")) {
        tag = header.substring(5).strip();
      }
      chunked |= lower.equals("transfer-encoding: chunked");
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 2") && !status.startsWith("HTTP/1.1 304")) {
      throw new IllegalStateException(
          path + ": " + status + " " + new String(body, StandardCharsets.UTF_8));
    }
    return new Tagged(body, tag);
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

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
