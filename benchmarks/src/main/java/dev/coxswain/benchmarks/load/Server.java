package dev.coxswain.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A `coxswain serve` of our own, in a process of its own, as a user starts it.
final class Server implements AutoCloseable {

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int PATIENCE_MINUTES = 5;

  private final Process process;
  private final int port;
  private final double readySeconds;

  private Server(Process process, int port, double readySeconds) {
    this.process = process;
    this.port = port;
    this.readySeconds = readySeconds;
  }

  /// Starts one and waits until it is ready.
  ///
  /// @param data its folder
  /// @param heap the most that its Java heap may take, as `-Xmx` takes it
  static Server start(Path data, String heap) {
    try {
      Files.createDirectories(data);
      int port = free();
      ProcessBuilder builder =
          new ProcessBuilder(
              "./coxswain", "serve", "--data", data.toString(), "--port", Integer.toString(port));
      builder.environment().putAll(Map.of("COXSWAIN_HEAP", heap));
      builder.redirectErrorStream(true).redirectOutput(data.resolve("server.log").toFile());
      long begun = System.nanoTime();
      Process process = builder.start();
      while (!isReady(port)) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "The server did not start; %s says why.".formatted(data.resolve("server.log")));
        }
        LockSupport.parkNanos(LOOK);
      }
      return new Server(process, port, (System.nanoTime() - begun) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a server.", e);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isReady(int port) {
    try (Client client = new Client(port, 1)) {
      return client.get("/readyz").contains("true");
    } catch (UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  Client client() {
    return client(1);
  }

  /// @param number from 1
  Client client(int number) {
    return new Client(port, number);
  }

  /// From the start of the process.
  double readySeconds() {
    return readySeconds;
  }

  /// Its resident memory, MiB.
  double resident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", process.pid() + "", "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException("This system does not say how much memory is resident.", e);
    }
  }

  /// Seconds that its threads have computed.
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /// Tells it to stop, and waits until it has.
  ///
  /// @return seconds until then
  double stop() {
    long begun = System.nanoTime();
    process.destroy();
    try {
      var _ = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /// Of a server that has stopped.
  int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
