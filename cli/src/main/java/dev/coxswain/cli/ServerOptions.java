package dev.coxswain.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which server a command is for, and by what right. There is no option for a token: others on the
/// machine can read a command line.
final class ServerOptions {

  private static final String USUAL = "http://127.0.0.1:8642";

  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Where it listens; else COXSWAIN_SERVER, else " + USUAL + ".")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token; else COXSWAIN_TOKEN, or the file COXSWAIN_TOKEN_FILE names.")
  private @Nullable Path tokenFile;

  @Option(names = "--json", description = "Prints JSON, as the server sent it.")
  private boolean json;

  ServerOptions() {
    this(System.getenv());
  }

  ServerOptions(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  boolean json() {
    return json;
  }

  ServerClient client() {
    return new ServerClient(address(), token());
  }

  /// Where the server listens.
  URI address() {
    String text = server != null ? server : environment.getOrDefault("COXSWAIN_SERVER", USUAL);
    if (!text.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
      throw new ParameterException(
          spec.commandLine(),
          "The server (%s) must be an address such as %s or https://steering.example."
              .formatted(text.replaceAll("//[^/]*@", "//"), USUAL));
    }
    return URI.create(text);
  }

  /// What requests show, if anything.
  Optional<String> token() {
    Path file = tokenFile;
    if (file == null && !environment.containsKey("COXSWAIN_TOKEN")) {
      file = Optional.ofNullable(environment.get("COXSWAIN_TOKEN_FILE")).map(Path::of).orElse(null);
    }
    String token = file == null ? environment.getOrDefault("COXSWAIN_TOKEN", "") : read(file);
    if (!token.matches("[\\x21-\\x7e]*")) {
      throw new ParameterException(
          spec.commandLine(),
          "The token of %s holds characters that no token has."
              .formatted(file == null ? "COXSWAIN_TOKEN" : file));
    }
    return Optional.of(token).filter(it -> !it.isEmpty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }
}
