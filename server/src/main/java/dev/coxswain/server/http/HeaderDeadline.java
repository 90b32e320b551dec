package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/// Closes connections whose clients take too long to say what they want: for the header lines of a
/// request, or, with TLS, for the handshake. Jetty itself counts only silence, and a byte now and
/// then is none.
///
/// @param longest from the first byte of a request to the end of its headers
record HeaderDeadline(Duration longest) {

  /// Looks at every connection once.
  void enforce(AbstractConnector connector) {
    connector.getConnectedEndPoints().forEach(this::enforce);
  }

  private void enforce(EndPoint endPoint) {
    switch (endPoint.getConnection()) {
      case SslConnection tls when isSilent(tls) -> endPoint.close();
      case SslConnection tls -> enforce(tls.getSslEndPoint());
      case HttpConnection http when isLate(http) -> refuse(endPoint);
      case null, default -> {}
    }
  }

  /// Whether nothing was asked yet: the handshake is not over, or nothing came after it.
  private boolean isSilent(SslConnection tls) {
    Connection inner = tls.getSslEndPoint().getConnection();
    long age = System.currentTimeMillis() - tls.getCreatedTimeStamp();
    return inner.getMessagesIn() == 0 && age > longest.toMillis();
  }

  private boolean isLate(HttpConnection http) {
    return http.getParser().inHeaderState()
        && !http.getParser().isStart()
        && System.nanoTime() - http.getParser().getBeginNanoTime() > longest.toNanos();
  }

  private void refuse(EndPoint endPoint) {
    Refusal refusal =
        Refusal.of(
            Code.REQUEST_TIMEOUT, "The headers were not there after %d ms.", longest.toMillis());
    byte[] body = Problem.of(refusal, UUID.randomUUID().toString());
    String head =
        "HTTP/1.1 %d Request Timeout\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(Status.of(refusal.code()), Problem.TYPE, body.length);
    try {
      endPoint.write(
          Callback.from(endPoint::close),
          ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)),
          ByteBuffer.wrap(body));
    } catch (WritePendingException e) { // it does not even read
      endPoint.close();
    }
  }
}
