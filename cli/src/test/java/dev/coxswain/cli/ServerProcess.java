package dev.coxswain.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server in a process of its own, alone or with a demonstration.
final class ServerProcess {

  private static final Pattern LISTENING =
      Pattern.compile("(?:Listening|The dashboard is) at http://127\\.0\\.0\\.1:(\\d+)[,/].*");

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  ServerProcess(Path data, String... options) throws IOException {
    this(512, data, options);
  }

  /// @param heap MiB that its objects may take
  ServerProcess(int heap, Path data, String... options) throws IOException {
    this(
        heap,
        Stream.concat(
                Stream.of("serve", "--port", "0", "--data", data.toString()), Stream.of(options))
            .toList(),
        List.of());
  }

  private ServerProcess(int heap, List<String> arguments, List<String> jvm) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                "-Xmx%dm".formatted(heap),
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(jvm);
    command.add(Coxswain.class.getName());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    port = listening();
  }

  /// A demonstration, whose temporary files are below a folder.
  static ServerProcess demo(Path temporary, String... options) throws IOException {
    return new ServerProcess(
        512,
        Stream.concat(Stream.of("demo", "--no-browser"), Stream.of(options)).toList(),
        List.of("-Djava.io.tmpdir=" + temporary));
  }

  private int listening() throws IOException {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.matches()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
        return Integer.parseInt(matcher.group(1));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("The server did not start: " + said);
  }

  /// The body of an answer that is good.
  String send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  String json(String method, String path, String body) throws IOException, InterruptedException {
    return send(method, path, "application/json", body);
  }

  /// The status of the answer to any bytes.
  ///
  /// @param encoding of the body: gzip or identity
  int status(String path, String encoding, byte[] body) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  int port() {
    return port;
  }

  /// Its resident memory, MiB; where there is `/proc`.
  long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }

  Process process() {
    return process;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
