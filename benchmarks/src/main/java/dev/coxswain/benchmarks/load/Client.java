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

  private String answer(String path) throws IOException {
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
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

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
