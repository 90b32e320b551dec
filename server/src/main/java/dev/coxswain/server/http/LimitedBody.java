package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A request's body, decompressed, and never more of it than the limit.
final class LimitedBody extends InputStream {

  private static final long RATIO = 100;
  private static final long RATIO_FROM = 1 << 20; // small bodies may be as repetitive as they like

  static final long LEAST_RATE = 1024; // bytes a second

  private final long begun = System.nanoTime();
  private final Counted raw;
  private final InputStream in;
  private final long limit;
  private final Duration patience;
  private long count;

  /// @param limit in bytes, decompressed
  /// @param patience how long it may come at less than the least rate
  LimitedBody(HttpServletRequest request, long limit, Duration patience) throws IOException {
    this.limit = limit;
    this.patience = patience;
    if (request.getContentLengthLong() > limit) {
      throw tooLarge();
    }
    raw = new Counted(request.getInputStream());
    String encoding =
        String.valueOf(request.getHeader("Content-Encoding")).toLowerCase(Locale.ROOT);
    in =
        switch (encoding) {
          case "gzip" -> new GZIPInputStream(raw, 1 << 14);
          case "null", "identity" -> raw;
          default ->
              throw Refusal.at(
                  "Content-Encoding", Code.UNSUPPORTED_MEDIA_TYPE, "This must be gzip or nothing.");
        };
  }

  private static final class Counted extends FilterInputStream {

    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count += Math.max(read, 0);
    long nanos = System.nanoTime() - begun;
    if (nanos > patience.toNanos() && raw.count < LEAST_RATE * nanos / 1e9) {
      throw Refusal.of(
          Code.REQUEST_TIMEOUT, "The body came at less than %d bytes a second.", LEAST_RATE);
    }
    if (count > limit || (count > RATIO_FROM && count > RATIO * raw.count)) {
      throw tooLarge();
    }
    return read;
  }

  private Refusal tooLarge() {
    return Refusal.of(
            Code.TOO_LARGE,
            "The body has more than %d bytes, or expands to %d times its size; send less at a time.",
            limit,
            RATIO)
        .with("limit", limit);
  }

  /// What a body that could not be read is refused with.
  static Refusal refusal(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return Refusal.of(Code.REQUEST_TIMEOUT, "The body came too slowly.");
      }
      if (cause instanceof ZipException || cause instanceof EOFException) {
        return Refusal.of(
            Code.BAD_REQUEST, "The body could not be read to its end: broken or cut short.");
      }
    }
    return Refusal.of(Code.BAD_REQUEST, "The body could not be read to its end.");
  }
}
