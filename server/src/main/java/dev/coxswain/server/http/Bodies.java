package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bodies of requests on their way into memory. Few large ones are there at once, so that many
/// clients together cannot exhaust the heap: a body and what is read from it take some 60 MiB at
/// most. The others wait on the disk, where a slow client holds up nobody.
final class Bodies {

  /// Up to so many bytes need not wait.
  static final int SMALL = 64 << 10;

  private static final long HEAP_FOR_ONE = 256L << 20;

  private final Duration slow;
  private final Semaphore places;
  private final Duration patience;

  /// As many large ones as this process has heap for.
  ///
  /// @param slow how long one may come too slowly
  Bodies(Duration slow) {
    this(
        slow,
        (int) Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_FOR_ONE),
        Duration.ofSeconds(30));
  }

  /// @param atOnce large ones in memory
  /// @param patience how long one may wait for that
  Bodies(Duration slow, int atOnce, Duration patience) {
    this.slow = slow;
    places = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /// A body in memory; a large one keeps others out until it is closed.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Body(byte[] bytes, Runnable done) implements AutoCloseable {

    static final Body NONE = new Body(new byte[0], () -> {});

    @Override
    public void close() {
      done.run();
    }
  }

  /// A body to be read piece by piece.
  ///
  /// @param limit in bytes, decompressed
  InputStream open(HttpServletRequest request, long limit) throws IOException {
    return new LimitedBody(request, limit, slow);
  }

  /// @param limit in bytes, decompressed
  /// @throws Refusal `overloaded` if it waited in vain
  Body read(HttpServletRequest request, long limit) {
    try (InputStream in = open(request, limit)) {
      byte[] first = in.readNBytes(SMALL);
      return first.length < SMALL ? new Body(first, () -> {}) : large(first, in);
    } catch (IOException e) {
      throw LimitedBody.refusal(e);
    }
  }

  private Body large(byte[] first, InputStream rest) throws IOException {
    Path file = waiting();
    try {
      Files.copy(
          new SequenceInputStream(new ByteArrayInputStream(first), rest),
          file,
          StandardCopyOption.REPLACE_EXISTING);
      take();
      try {
        return new Body(Files.readAllBytes(file), places::release);
      } catch (IOException | RuntimeException e) {
        places.release();
        throw e;
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Path waiting() {
    try {
      return Files.createTempFile("coxswain-body", null);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a body.", e);
    }
  }

  private void take() {
    try {
      if (places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Refusal.of(
        Code.OVERLOADED,
        "Too many bodies of more than %d bytes at once; wait a moment, or send less at a time.",
        SMALL);
  }
}
