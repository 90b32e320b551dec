package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.server.json.Json;
import dev.coxswain.server.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of prompts over HTTP, also those that nobody means well with. What a file may hold is
/// tested where it is read, beside [dev.coxswain.prompts.dataset.PoolFile].
final class ImportTest {

  private static final String LINES = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final String PARQUET = "application/vnd.apache.parquet";

  @TempDir private Path folder = Path.of("");

  private static Live live = new Live(new MemoryStore());

  @BeforeAll
  static void begin() {
    live.ok("PUT", "/v1/pools/kept", "{}");
    live.ok(
        "POST",
        "/v1/pools/kept:upsert",
        "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"was here before\"}]}");
  }

  @AfterAll
  static void end() {
    live.close();
  }

  private static HttpResponse<String> upload(String path, String type, byte[] file) {
    return live.send(
        live.request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(file))
            .build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A Parquet file of what a query gives, written by another program than ours.
  private byte[] parquet(String query, String options) throws SQLException, IOException {
    Path file = Files.createTempFile(folder, "set", ".parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      boolean _ =
          statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, options));
    }
    return Files.readAllBytes(file);
  }

  private static JsonNode prompts(String pool) {
    return live.get("/v1/pools/" + pool + "/prompts").get("prompts");
  }

  private static void imported(String pool, String type, byte[] file) {
    live.ok("PUT", "/v1/pools/" + pool, "{}");
    HttpResponse<String> answer = upload("/v1/pools/" + pool + ":import", type, file);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.own(bytes(answer.body())))
        .isEqualTo(
            Json.own(
                bytes("{\"added\":2,\"updated\":0,\"retired\":0,\"prompts\":2,\"revision\":1}")));
  }

  @Test
  void import_sameRowsInThreeFormats_areTheSamePool() throws Exception {
    imported(
        "lines",
        LINES,
        bytes(
            """
            {"prompt_id":"a","prompt":"One, \\"two\\"\\nand three?","topic":"sum"}
            {"prompt_id":"b","prompt":"=1+1","topic":"sum"}
            """));
    imported(
        "csv",
        CSV,
        bytes(
            """
            prompt_id,prompt,topic
            a,"One, ""two""
            and three?",sum
            b,=1+1,sum
            """));
    imported(
        "parquet",
        PARQUET,
        parquet(
            """
            SELECT 'a' AS prompt_id, 'One, "two"' || chr(10) || 'and three?' AS prompt, 'sum' AS topic
            UNION ALL SELECT 'b', '=1+1', 'sum'\
            """,
            ", COMPRESSION zstd"));
    assertThat(prompts("lines")).hasSize(2);
    assertThat(prompts("csv")).isEqualTo(prompts("lines"));
    assertThat(prompts("parquet")).isEqualTo(prompts("lines"));
  }

  @Test
  void import_ofVectors_areThoseOfTheRun() throws Exception {
    imported(
        "vectors",
        PARQUET,
        parquet(
            "SELECT 'p' || i AS prompt_id, 'text ' || i AS prompt, [i::FLOAT, 1.5::FLOAT] AS embedding FROM range(2) AS r(i)",
            ""));
    JsonNode run =
        live.ok(
            "PUT",
            "/v1/runs/given",
            "{\"pool\":\"vectors\",\"group_size\":4,\"encoder\":\"given\",\"strategy\":\"mopps\"}");
    assertThat(run.get("pool_size").intValue()).isEqualTo(2);
  }

  @Test
  void import_withoutIds_namesThemByContentIfAsked() {
    live.ok("PUT", "/v1/pools/nameless", "{}");
    byte[] file = bytes("prompt\nWhat is 2 + 3?\n");
    assertRefused(upload("/v1/pools/nameless:import", CSV, file), 422, "invalid_file", "prompt_id");
    HttpResponse<String> taken =
        upload("/v1/pools/nameless:import?id_from_content=true", CSV, file);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(prompts("nameless").get(0).get("prompt_id").textValue())
        .isEqualTo("1ea26256ebae2e04e59ec5ef3c1dbb71f0e6b7e620eab5ada1c41e12f1eb9582"); // sha256sum
  }

  /// Refused with that code, in words that hold these, name no file of the server, and change
  /// nothing.
  private static void assertRefused(
      HttpResponse<String> answer, int status, String code, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = Json.own(bytes(answer.body()));
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(problem.get("detail").textValue())
        .contains(words)
        .doesNotContain("coxswain-upload", System.getProperty("java.io.tmpdir"));
    assertThat(live.get("/v1/pools/kept").get("revision").intValue()).isEqualTo(1);
    assertThat(live.send(live.request("/livez").build()).statusCode()).isEqualTo(200);
  }

  private static void assertInvalid(String type, byte[] file, String words) {
    assertRefused(upload("/v1/pools/kept:import", type, file), 422, "invalid_file", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt_id,prompt\\na                      | line 2",
        "prompt_id,prompt\\na,one\\na,two\\n       | line 3",
        "prompt_id,prompt\\na,\"one                | line 2",
        "question,answer\\n1,2\\n                  | prompt",
        "prompt_id,prompt\\n,one\\n                | line 2",
        "prompt_id,prompt,embedding\\na,one,\"[1,NaN]\"\\n | line 2",
        "PK\\3\\4                                | line 1",
      })
  void import_csvThatIsNoPool_isRefusedByLine(String text, String words) {
    assertInvalid(CSV, bytes(text.translateEscapes()), words);
  }

  @Test
  void import_parquetBrokenOrNone_isRefused() throws Exception {
    byte[] whole =
        parquet("SELECT 'p' || i AS prompt_id, 'text' AS prompt FROM range(100) AS r(i)", "");
    for (double share : new double[] {0.1, 0.5, 0.99}) {
      assertInvalid(
          PARQUET,
          Arrays.copyOf(whole, (int) (share * whole.length)),
          "The Parquet file is broken");
    }
    assertInvalid(PARQUET, bytes("PAR1"), "The Parquet file is broken");
    assertInvalid(PARQUET, bytes("PK\3\4"), "line 1");
  }

  /// 8 GB of text in a file of some 200 kB: its dictionary holds one text of 4 MB.
  @Test
  void import_parquetThatStandsForMore_isRefused() throws Exception {
    byte[] file =
        parquet(
            "SELECT i::VARCHAR AS prompt_id, repeat('x', 4000000) AS prompt FROM range(2000) AS r(i)",
            ", COMPRESSION zstd");
    assertThat(file.length).isLessThan(1 << 20);
    assertInvalid(PARQUET, file, "hold more than 512MB when decoded");
  }

  /// A footer that says it has a million columns.
  @Test
  void import_parquetOfAMillionColumns_isRefused() {
    byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, (byte) 0xc1, (byte) 0x84, 0x3d};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes("PAR1"));
    file.writeBytes(footer);
    file.writeBytes(new byte[] {(byte) footer.length, 0, 0, 0});
    file.writeBytes(bytes("PAR1"));
    assertInvalid(PARQUET, file.toByteArray(), "The schema has 1000001 columns");
  }

  @Test
  void import_textsThatNobodyElseCanHold_areRefused() throws Exception {
    assertInvalid(CSV, bytes("prompt_id,prompt\na,b\0c\n"), "has a NUL character");
    assertInvalid(
        PARQUET,
        parquet("SELECT 'a' AS prompt_id, repeat('x', 262145) AS prompt", ""),
        "at most 262144 are read");
    assertInvalid(
        CSV, new byte[] {'p', 'r', 'o', 'm', 'p', 't', '\n', (byte) 0xff, '\n'}, "is not UTF-8");
  }

  @Test
  void import_thatExpandsTooMuch_isTooLarge() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes("prompt_id,prompt\n"));
      gzip.write(new byte[64 << 20]);
    }
    HttpResponse<String> answer =
        live.send(
            live.request("/v1/pools/kept:import")
                .header("Content-Type", CSV)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                .build());
    assertRefused(answer, 413, "too_large", "expands to 100 times its size");
  }

  @Test
  void import_ofAnotherType_isRefused() {
    assertRefused(
        upload("/v1/pools/kept:import", "application/zip", bytes("PK")),
        415,
        "unsupported_media_type",
        "");
  }
}
