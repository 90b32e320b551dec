package dev.coxswain.server.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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
final class AddressLimit implements SelectorManager.AcceptListener, MeterBinder {

  private final int most;
  private final ConcurrentHashMap<SelectableChannel, String> open = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /// @param most at least 1
  AddressLimit(int most) {
    this.most = most;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("coxswain.connections", open::size)
        .description("Connections that are open.")
        .register(registry);
    FunctionCounter.builder("coxswain.connections.refused", refused, LongAdder::sum)
        .description("Connections that were closed at once: too many of one address.")
        .register(registry);
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
