package dev.coxswain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coxswain run`: the runs of a server, by its own routes.
@Command(
    name = "run",
    description = {
      "Makes, lists and shows the runs of a running server, and takes them back or apart.",
      "The server says what may be done; the exit code tells why something was not: 3 not found,",
      "4 conflict, 5 not allowed, 6 invalid, 69 not reached."
    },
    footer = {
      "",
      "Example:",
      "  coxswain run create first --pool math --group-size 8",
      "  coxswain run list"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(create | list | show | rewind | fork | export)")
final class RunCommand implements Runnable {

  private static final int PAGE = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: run create, run list, run show, run rewind, run fork or run export.");
  }

  @Command(
      name = "create",
      description = {
        "Makes a run, or finds it made so already. What is not said is as the server has it;",
        "another configuration is a conflict."
      },
      footer = {
        "",
        "Example:",
        "  coxswain run create first --pool math --group-size 8 --strategy gps --seed 1"
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--pool", required = true, description = "A pool of the server.") String pool,
      @Option(names = "--group-size", required = true, description = "Rollouts a prompt.")
          int groupSize,
      @Option(names = "--strategy", description = "coxswain strategies lists them.")
          @Nullable String strategy,
      @Option(names = "--seed", description = "Another seed chooses otherwise.")
          @Nullable Long seed,
      @Option(names = "--encoder", description = "How texts become embeddings.")
          @Nullable String encoder,
      @Option(
              names = "--group-timeout",
              paramLabel = "SECONDS",
              description = "After how long a group is closed with what arrived.")
          @Nullable Double groupTimeout,
      @Option(
              names = "--learn-wait",
              paramLabel = "SECONDS",
              description = "How long a select waits for learning.")
          @Nullable Double learnWait)
      throws InterruptedException {
    ObjectNode config = object().put("pool", pool).put("group_size", groupSize);
    put(config, "strategy", strategy);
    put(config, "seed", seed);
    put(config, "encoder", encoder);
    put(config, "group_timeout_seconds", groupTimeout);
    put(config, "learn_wait_seconds", learnWait);
    return made(run, server, server.client().send("PUT", path(run, ""), config));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Only what was said, so that defaults stand in one place.
  private static void put(ObjectNode config, String key, @Nullable Object value) {
    if (value != null) {
      config.putPOJO(key, value);
    }
  }

  private static String path(String run, String rest) {
    return "/v1/runs/" + ServerClient.quoted(run) + rest;
  }

  private int made(String run, ServerOptions server, ServerClient.Answer answer) {
    spec.commandLine()
        .getErr()
        .println(
            answer.status() == 201
                ? "The run %s was made.".formatted(run)
                : "The run %s was there already, made so.".formatted(run));
    return print(server, answer.body(), RunLines.of(answer.body()));
  }

  private int print(ServerOptions server, JsonNode node, List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (server.json()) {
      out.println(node);
    } else {
      lines.forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = {
        "Lists the runs that the token may see, a line each:",
        "name, pool, strategy, batches, how many of them were learned, tickets without an outcome."
      },
      footer = {"", "Example:", "  coxswain run list --server https://steering.example"},
      mixinStandardHelpOptions = true)
  int list(@Mixin ServerOptions server) throws InterruptedException {
    ServerClient client = server.client();
    String token = "";
    do {
      JsonNode page =
          client.get(
              "/v1/runs?page_size=" + PAGE + (token.isEmpty() ? "" : "&page_token=" + token));
      for (JsonNode run : page.path("runs")) {
        print(server, run, List.of(RunLines.inOne(run)));
      }
      token = ServerClient.quoted(page.path("next_page_token").asText(""));
    } while (!token.isEmpty());
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Shows a run: its configuration and how far it has come.",
      footer = {"", "Example:", "  coxswain run show first --json"},
      mixinStandardHelpOptions = true)
  int show(@Mixin ServerOptions server, @Parameters(paramLabel = "RUN") String run)
      throws InterruptedException {
    JsonNode shown = server.client().get(path(run, ""));
    return print(server, shown, RunLines.of(shown));
  }

  @Command(
      name = "rewind",
      description = {
        "Takes a run back to right after a step. What was selected since is abandoned: it stays",
        "readable, and is no part of the run any more."
      },
      footer = {"", "Example:", "  coxswain run rewind first --to-step 40 --yes"},
      mixinStandardHelpOptions = true)
  int rewind(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "RUN") String run,
      @Option(
              names = "--to-step",
              required = true,
              paramLabel = "N",
              description = "The last kept.")
          long step,
      @Option(names = "--consumer", description = "Whose step; else the usual one.")
          @Nullable String consumer,
      @Option(names = "--yes", description = "Does it; else it is only said what would be.")
          boolean yes)
      throws InterruptedException {
    ServerClient client = server.client();
    if (!yes) {
      StringJoiner heads = new StringJoiner(", ");
      client
          .get(path(run, ""))
          .path("head")
          .properties()
          .forEach(head -> heads.add("%s at %s".formatted(head.getKey(), head.getValue())));
      throw new ParameterException(
          spec.commandLine(),
          "This would abandon what %s selected after step %d (now %s). Say --yes to do it."
              .formatted(run, step, heads.length() == 0 ? "nothing" : heads));
    }
    ObjectNode body = object().put("to_step", step);
    put(body, "consumer", consumer);
    JsonNode position = client.send("POST", path(run, ":rewind"), body).body();
    return print(server, position, RunLines.of(position));
  }

  @Command(
      name = "fork",
      description = {
        "Makes a new run that shares the history of this one up to a step, and then goes its own way."
      },
      footer = {"", "Example:", "  coxswain run fork first second --from-step 40"},
      mixinStandardHelpOptions = true)
  int fork(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "RUN") String run,
      @Parameters(index = "1", paramLabel = "NEW") String fork,
      @Option(
              names = "--from-step",
              required = true,
              paramLabel = "N",
              description = "The last that they share.")
          long step,
      @Option(names = "--consumer", description = "Whose step; else the usual one.")
          @Nullable String consumer)
      throws InterruptedException {
    ObjectNode body = object().put("from_step", step).put("run", fork);
    put(body, "consumer", consumer);
    return made(fork, server, server.client().send("POST", path(run, ":fork"), body));
  }

  @Command(
      name = "export",
      description = "Prints the whole history of a run, a JSON object a line, the oldest first.",
      footer = {"", "Example:", "  coxswain run export first > first.jsonl"},
      mixinStandardHelpOptions = true)
  int export(@Mixin ServerOptions server, @Parameters(paramLabel = "RUN") String run)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    server.client().lines(path(run, "/export"), out::println);
    out.flush();
    return ExitCode.OK;
  }
}
