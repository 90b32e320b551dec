package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P14: somebody who opens ten thousand connections to a real process and keeps his ends of them.
@Tag("slow")
final class GreedyClientTest {

  private static final int SOCKETS = 10_000;
  private static final int SURELY_REFUSED =
      9_000; // 64 are let in, and again when these were silent
  private static final int GROWTH = 200; // MiB

  @TempDir private Path folder = Path.of("");

  @Test
  void sockets_tenThousandOfOneAddress_leaveMemoryAndOthersAlone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "This system has no /proc.");
    ServerProcess server = new ServerProcess(128, folder);
    server.json("GET", "/v1/version", "");
    long before = server.resident();
    InetAddress greedy = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < SOCKETS; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port(), greedy, 0));
        if (i % 100 == 0) {
          server.json("GET", "/v1/version", ""); // from another address
        }
      }
      assertThat(refused(server)).isGreaterThan(SURELY_REFUSED);
      long growth = server.resident() - before;
      System.out.printf("resident: %d MiB, %+d by 10,000 sockets%n", before, growth);
      assertThat(growth).isLessThan(GROWTH);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
      server.kill();
    }
  }

  /// Connections that the server closed at once.
  private static double refused(ServerProcess server) throws IOException, InterruptedException {
    String name = "coxswain_connections_refused_total ";
    return server
        .json("GET", "/metrics", "")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }
}
