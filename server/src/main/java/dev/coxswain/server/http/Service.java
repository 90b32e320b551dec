package dev.coxswain.server.http;

import dev.coxswain.Learner;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.pool.Pools;
import dev.coxswain.server.run.Runs;
import dev.coxswain.server.store.Store;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.LoggerFactory;

/// The service, listening.
public final class Service implements AutoCloseable {

  private static final int HEADER_BYTES = 16 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Javalin javalin;
  private final Runs runs;
  private final Operations operations;
  private final Front front;
  private final Routes routes;
  private final Optional<Tls> tls;
  private final HeaderDeadline headerDeadline;
  private final AddressLimit addresses;
  private final SharedAnswers shared =
      new SharedAnswers(
          Executors.newFixedThreadPool(
              Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
              Thread.ofPlatform().name("figures-", 0).daemon().factory()),
          System::nanoTime);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());

  /// How it listens.
  ///
  /// @param host the address to bind
  /// @param port 0 for any that is free
  /// @param hosts further names that it answers to
  /// @param tls how it is encrypted; empty if it is not
  /// @param clients what they may take
  /// @param learning runs that learn at once
  /// @param told what it was told, for operators to look at
  public record Settings(
      String host,
      int port,
      Set<String> hosts,
      Optional<Tls> tls,
      Clients clients,
      int learning,
      List<Setting> told) {

    /// On this machine alone, at the usual port.
    public static final Settings USUAL =
        new Settings("127.0.0.1", 8642, Set.of(), Optional.empty(), Clients.USUAL, 1, List.of());

    public Settings {
      hosts = Set.copyOf(hosts);
      told = List.copyOf(told);
    }
  }

  private Service(
      Settings settings,
      Store store,
      EncoderCache encoders,
      Tokens tokens,
      Learner learner,
      InstantSource clock,
      Supplier<Map<String, Optional<String>>> checks) {
    Pools pools = new Pools(store, clock, encoders);
    runs = new Runs(store, clock, pools, learner, settings.learning());
    operations = new Operations(checks, settings.clients().streams(), settings.told());
    tls = settings.tls();
    headerDeadline = new HeaderDeadline(settings.clients().headers());
    addresses = new AddressLimit(settings.clients().connectionsPerAddress());
    operations.show(store);
    operations.show(addresses);
    tls.ifPresent(it -> operations.show(registry -> it.bindTo(registry, clock)));
    routes = new Routes(pools, runs, operations, shared);
    front =
        new Front(
            routes.all(),
            tokens,
            new Hosts(settings.hosts()),
            operations,
            new Rate(settings.clients().requestsPerSecond(), System::nanoTime),
            new Bodies(settings.clients().body()));
    javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.concurrency.useVirtualThreads = true;
          config.http.compressionStrategy = CompressionStrategy.GZIP;
          config.http.maxRequestSize = Long.MAX_VALUE; // ours are counted as they are read
          config.jetty.modifyHttpConfiguration(Service::limit);
          config.jetty.modifyServer(Service::prepare);
          config.jetty.addConnector((server, http) -> connector(server, http, settings, addresses));
          config.routes.before(front::serve);
        });
  }

  private static void limit(HttpConfiguration http) {
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setHeaderCacheCaseSensitive(true); // else "ABC" reads as the "abc" of a request before
  }

  private static void prepare(Server server) {
    server.setErrorHandler(Service::error);
    server.setStopTimeout(0); // we wait for requests ourselves; the connections are idle by then
  }

  /// Of requests so broken that they never reach the front.
  private static boolean error(Request request, Response response, Callback callback) {
    Refusal refusal =
        Refusal.of(
            Status.code(response.getStatus()),
            "The request is not as HTTP must be, or beyond a limit (headers %d bytes).",
            HEADER_BYTES);
    response.setStatus(Status.of(refusal.code()));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
    byte[] body = Problem.of(refusal, UUID.randomUUID().toString());
    Content.Sink.write(response, true, new String(body, StandardCharsets.UTF_8), callback);
    return true;
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, Settings settings, AddressLimit addresses) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        settings
            .tls()
            .map(tls -> new ServerConnector(server, tls.context(), plain))
            .orElseGet(() -> new ServerConnector(server, plain));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.clients().idle().toMillis());
    connector.addBean(addresses);
    connector.addBean(new NetworkConnectionLimit(settings.clients().connections(), connector));
    return connector;
  }

  /// Starts the service on what a store holds.
  ///
  /// @param checks further ones for readiness: name to what is wrong, empty where nothing is
  /// @throws io.javalin.util.JavalinException if the address cannot be bound
  public static Service start(
      Settings settings,
      Store store,
      EncoderCache encoders,
      Tokens tokens,
      Learner learner,
      InstantSource clock,
      Supplier<Map<String, Optional<String>>> checks) {
    Service service = new Service(settings, store, encoders, tokens, learner, clock, checks);
    service.runs.load();
    service.javalin.start();
    var _ = service.timer.scheduleWithFixedDelay(service::tick, 1, 1, TimeUnit.SECONDS);
    return service;
  }

  /// What is looked at again and again.
  synchronized void tick() {
    try {
      runs.expire();
      tls.ifPresent(Tls::look);
      for (Connector connector :
          Objects.requireNonNull(javalin.jettyServer()).server().getConnectors()) {
        headerDeadline.enforce((ServerConnector) connector);
      }
    } catch (RuntimeException e) {
      LoggerFactory.getLogger("dev.coxswain.server")
          .atError()
          .setCause(e)
          .log("the time-outs could not be looked at");
    }
  }

  /// Where it listens.
  public int port() {
    return javalin.port();
  }

  /// How many are open.
  int connections() {
    return addresses.open();
  }

  List<Route> routes() {
    return routes.all();
  }

  Runs runs() {
    return runs;
  }

  /// Stops in good order: requests under way are answered, new ones refused, snapshots kept.
  @Override
  public void close() {
    operations.drain();
    timer.shutdown();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (front.busy() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    javalin.stop();
    shared.close();
    runs.close();
  }
}
