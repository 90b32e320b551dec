package dev.coxswain.cli;

import dev.coxswain.learning.PromptPredictiveModel;
import dev.coxswain.server.http.Clients;
import dev.coxswain.server.http.OneToken;
import dev.coxswain.server.http.Service;
import dev.coxswain.server.http.Tls;
import dev.coxswain.server.http.TokenFile;
import dev.coxswain.server.http.Tokens;
import dev.coxswain.server.pool.EncoderCache;
import dev.coxswain.server.store.SqlStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coxswain serve`: the service, until it is told to stop.
@Command(
    name = "serve",
    description = {
      "Steers runs over HTTP: select, observe, predict, allocate.",
      "Everything acknowledged is on disk; the same folder goes on where it stopped."
    },
    footer = {
      "",
      "Example:",
      "  coxswain serve --data runs/server",
      "  curl http://127.0.0.1:8642/readyz",
      "",
      "http://127.0.0.1:8642/dashboard shows the runs, http://127.0.0.1:8642/docs describes the interface."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    defaultValueProvider = ServeSettings.class)
final class ServeCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 10;

  private final CountDownLatch closed = new CountDownLatch(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();

  @Mixin private DatabaseOption database = new DatabaseOption();

  @Option(names = "--host", description = "The address to listen at.")
  private String host = Service.Settings.USUAL.host();

  @Option(names = "--port", description = "The port; 0 takes any that is free.")
  private int port = Service.Settings.USUAL.port();

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      description = "A further host name that clients call this server by.")
  private List<String> allowed = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token that every request must bring.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--insecure-no-auth",
      arity = "0..1",
      fallbackValue = "true",
      description = "Lets anybody who reaches an address beyond this machine do everything.")
  private boolean insecure;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests a second that one client may send.")
  private double rate = Clients.USUAL.requestsPerSecond();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections that may be open at once.")
  private int connections = Clients.USUAL.connections();

  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      description = "How many of these may come from one address.")
  private int connectionsPerAddress = Clients.USUAL.connectionsPerAddress();

  @Option(
      names = "--tls-certificate-file",
      paramLabel = "FILE",
      description = {
        "The server's certificate in PEM, then those that lead to a known authority.",
        "With it and its key everything is encrypted; both may be replaced at any time."
      })
  private @Nullable Path certificateFile;

  @Option(
      names = "--tls-key-file",
      paramLabel = "FILE",
      description = "The certificate's private key in PEM (PKCS #8, no password).")
  private @Nullable Path keyFile;

  @Option(
      names = "--free",
      paramLabel = "MIB",
      description = "Nothing is written when less of the disk is free.")
  private long free = 64;

  @Option(
      names = "--allow-network-disk",
      arity = "0..1",
      fallbackValue = "true",
      description = "Keeps the history even where locks and syncs are not to be relied on.")
  private boolean networkDisk;

  @Override
  public Integer call() {
    new ServeSettings().requireKnown(spec);
    if (port < 0 || port > 65_535 || free < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "The port (%d) must lie in 0 .. 65535, the free space (%d) be at least 0."
              .formatted(port, free));
    }
    Tokens tokens = tokens();
    Optional<Tls> tls = tls();
    requireSafe(tokens);
    try (SqlStore store = store()) {
      Service service =
          Service.start(
              new Service.Settings(
                  host,
                  port,
                  Set.copyOf(allowed),
                  tls,
                  clients(),
                  1,
                  new ServeSettings().all(spec)),
              store,
              EncoderCache.in(data.folder().resolve("encoders")),
              tokens,
              new PromptPredictiveModel(),
              InstantSource.system(),
              () -> Map.of("storage", store.trouble()));
      CountDownLatch asked = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(asked)));
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "Listening at %s://%s:%d, history in %s."
              .formatted(tls.isPresent() ? "https" : "http", host, service.port(), data.folder()));
      err.flush();
      asked.await();
      service.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      closed.countDown();
    }
    return ExitCode.OK;
  }

  /// Runs when the process is told to stop: lets the command finish, and says that all went well.
  private void stop(CountDownLatch asked) {
    asked.countDown();
    try {
      if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.OK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Clients clients() {
    Clients usual = Clients.USUAL;
    try {
      return new Clients(
          rate,
          connections,
          connectionsPerAddress,
          usual.streams(),
          usual.headers(),
          usual.body(),
          usual.idle());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<Tls> tls() {
    if (certificateFile == null && keyFile == null) {
      return Optional.empty();
    }
    if (certificateFile == null || keyFile == null) {
      throw new ConfigUnsafe(
          "TLS needs a certificate and its key; there is only --tls-%s-file."
              .formatted(keyFile == null ? "certificate" : "key"));
    }
    try {
      return Optional.of(Tls.of(certificateFile, keyFile));
    } catch (IllegalArgumentException e) {
      throw new ConfigUnsafe(String.valueOf(e.getMessage()));
    }
  }

  private SqlStore store() {
    return database.url().map(ServeCommand::inPostgres).orElseGet(this::inFolder);
  }

  private static SqlStore inPostgres(String url) {
    try {
      return SqlStore.inPostgres(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigUnsafe(String.valueOf(e.getMessage()));
    }
  }

  private SqlStore inFolder() {
    return networkDisk
        ? SqlStore.onNetworkDisk(data.folder(), free << 20)
        : SqlStore.inFolder(data.folder(), free << 20);
  }

  private Tokens tokens() {
    Tokens made = TokenFile.in(data.folder(), InstantSource.system());
    if (tokenFile == null) {
      return made;
    }
    try {
      return new OneToken(Files.readString(tokenFile).strip()).or(made);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(tokenFile), e);
    } catch (IllegalArgumentException e) {
      throw new ConfigUnsafe("The file %s: %s".formatted(tokenFile, e.getMessage()));
    }
  }

  /// An address that others can reach needs a token.
  private void requireSafe(Tokens tokens) {
    try {
      boolean loopback = InetAddress.getByName(host).isLoopbackAddress();
      if (!loopback && !tokens.areRequired() && !insecure) {
        throw new ConfigUnsafe(
            """
            The address %s can be reached from other machines, and no token is asked for.
            Give one by --token-file, or say --insecure-no-auth if the network is trusted.\
            """
                .formatted(host));
      }
    } catch (UnknownHostException e) {
      throw new ParameterException(
          spec.commandLine(), "The host (%s) is no address of this machine.".formatted(host), e);
    }
  }
}
