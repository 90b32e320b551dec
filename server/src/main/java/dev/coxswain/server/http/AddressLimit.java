package dev.coxswain.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;

/// How many connections one address may have open; a further one is closed before it is read. Jetty
/// limits only their sum.
final class AddressLimit implements SelectorManager.AcceptListener {

  private final int most;
  private final ConcurrentHashMap<SelectableChannel, String> open = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /// @param most at least 1
  AddressLimit(int most) {
    this.most = most;
  }

  /// Connections that were closed at once, ever.
  long refused() {
    return refused.sum();
  }

  /// Connections that are open.
  int open() {
    return open.size();
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    String address = address(channel);
    open.put(channel, address);
    if (counts.merge(address, 1, Integer::sum) > most) {
      refused.increment();
      IO.close(channel);
    }
  }

  private static String address(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress internet
          ? internet.getAddress().getHostAddress()
          : "";
    } catch (IOException e) {
      return ""; // it is closed already, and will be told so
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    String address = open.remove(channel);
    if (address != null) {
      counts.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }
  }
}
