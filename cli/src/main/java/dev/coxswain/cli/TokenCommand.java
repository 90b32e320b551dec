package dev.coxswain.cli;

import dev.coxswain.server.http.Scope;
import dev.coxswain.server.http.TokenFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain token`: who may do what with a server. Changes count at once.
@Command(
    name = "token",
    description = {
      "Makes, lists and revokes the tokens of a server. Changes count at once.",
      "From the first one on every request must bring a token."
    },
    footer = {
      "",
      "Example:",
      "  coxswain token create --data runs/server --scope select --scope observe --runs 'math-*' --days 90",
      "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8642/v1/runs"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(create | list | revoke)")
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: token create, token list or token revoke.");
  }

  private static TokenFile tokens(Path data) {
    return TokenFile.in(data, InstantSource.system());
  }

  @Command(
      name = "create",
      description = "Makes a token and prints it, this once: only its digest is kept.",
      footer = {"", "Example:", "  coxswain token create --scope select --runs 'math-*' --days 30"},
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      defaultValueProvider = ServeSettings.class)
  int create(
      @Mixin DataOption data,
      @Option(
              names = "--scope",
              required = true,
              paramLabel = "SCOPE",
              description = "read, observe, select (both may read too) or admin; several times.")
          List<String> scopes,
      @Option(
              names = "--runs",
              paramLabel = "PATTERN",
              defaultValue = "*",
              description = "The runs it is for; * stands for anything.")
          String runs,
      @Option(names = "--days", paramLabel = "N", description = "Expires after; else never.")
          @Nullable Integer days) {
    if (days != null && days < 1) {
      throw new ParameterException(
          spec.commandLine(), "The days (%d) must be at least 1.".formatted(days));
    }
    EnumSet<Scope> wanted = EnumSet.noneOf(Scope.class);
    scopes.forEach(word -> wanted.add(scope(word)));
    Optional<Instant> expires =
        Optional.ofNullable(days)
            .map(number -> InstantSource.system().instant().plus(Duration.ofDays(number)));
    spec.commandLine().getOut().println(tokens(data.folder()).create(wanted, runs, expires));
    return ExitCode.OK;
  }

  private Scope scope(String word) {
    for (Scope scope : Scope.values()) {
      if (scope.word().equals(word)) {
        return scope;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "The scope (%s) must be read, observe, select or admin.".formatted(word));
  }

  @Command(
      name = "list",
      description = "Lists what was made and not revoked: prefix, scopes, runs, expiry.",
      footer = {"", "Example:", "  coxswain token list"},
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      defaultValueProvider = ServeSettings.class)
  int list(@Mixin DataOption data) {
    for (TokenFile.Entry entry : tokens(data.folder()).list()) {
      spec.commandLine()
          .getOut()
          .println(
              "%s\t%s\t%s\t%s"
                  .formatted(
                      entry.prefix(),
                      entry.scopes().stream()
                          .sorted()
                          .map(Scope::word)
                          .collect(Collectors.joining(",")),
                      entry.runs(),
                      entry.expires().map(Instant::toString).orElse("never")));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      description = "Revokes a token by its prefix, the part between the underscores.",
      footer = {"", "Example:", "  coxswain token revoke 3fQx"},
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      defaultValueProvider = ServeSettings.class)
  int revoke(@Mixin DataOption data, @Parameters(paramLabel = "PREFIX") String prefix) {
    if (!tokens(data.folder()).revoke(prefix)) {
      spec.commandLine()
          .getErr()
          .println(
              "There is no token %s in %s. See coxswain token list."
                  .formatted(
                      prefix.toLowerCase(Locale.ROOT).startsWith("cox_")
                          ? "(whole token given; give the part between the underscores)"
                          : prefix,
                      data.folder()));
      return ExitCode.NOT_FOUND;
    }
    return ExitCode.OK;
  }
}
