package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BodiesTest {

  private static final long LIMIT = 1 << 20;

  private final Bodies one = new Bodies(Duration.ofMinutes(1), 1, Duration.ZERO);

  /// A request that has nothing but a body of zeros.
  private static HttpServletRequest request(int length) {
    InputStream zeros = new ByteArrayInputStream(new byte[length]);
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getContentLengthLong" -> (long) length;
                  case "getInputStream" -> stream(zeros);
                  default -> null;
                });
  }

  private static ServletInputStream stream(InputStream in) {
    return new ServletInputStream() {
      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] into, int from, int count) throws IOException {
        return in.read(into, from, count);
      }

      @Override
      public boolean isFinished() {
        return false;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {}
    };
  }

  @Test
  void read_largeOnes_areInMemoryOneAfterTheOther() {
    Bodies.Body first = one.read(request(Bodies.SMALL + 1), LIMIT);
    assertThat(first.bytes()).hasSize(Bodies.SMALL + 1).containsOnly(0);
    assertThatThrownBy(() -> one.read(request(Bodies.SMALL), LIMIT))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.OVERLOADED))
        .hasMessage(
            "Too many bodies of more than 65536 bytes at once; wait a moment, or send less at a time.");
    first.close();
    assertThat(one.read(request(Bodies.SMALL), LIMIT).bytes()).hasSize(Bodies.SMALL);
  }

  @Test
  void read_smallOnes_neverWait() {
    try (Bodies.Body large = one.read(request(Bodies.SMALL), LIMIT)) {
      assertThat(large.bytes()).isNotEmpty();
      for (int i = 0; i < 3; i++) {
        assertThat(one.read(request(Bodies.SMALL - 1), LIMIT).bytes()).hasSize(Bodies.SMALL - 1);
      }
    }
  }

  @Test
  void read_beyondTheLimit_keepsNoPlace() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> one.read(request((int) LIMIT + 1), LIMIT))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.TOO_LARGE));
    }
    assertThat(one.read(request((int) LIMIT), LIMIT).bytes()).hasSize((int) LIMIT);
  }
}
