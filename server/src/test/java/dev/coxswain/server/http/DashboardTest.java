package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DashboardTest {

  private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");

  @Test
  void page_isServedWithAllItLinksTo_underAPolicyThatForbidsOtherHosts() throws Exception {
    try (Live live = new Live(new MemoryStore())) {
      HttpResponse<String> page = live.send(live.request("/dashboard").build());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .doesNotContain("unsafe");
      int links = 0;
      for (Matcher linked = LINKED.matcher(page.body()); linked.find(); links++) {
        assertThat(live.send(live.request(linked.group(1)).build()).statusCode()).isEqualTo(200);
      }
      assertThat(links).isEqualTo(2);
    }
  }

  private static Live withRun() {
    Live live = new Live(new MemoryStore());
    live.ok("PUT", "/v1/pools/math", "{}");
    live.ok(
        "POST", "/v1/pools/math:upsert", "{\"prompts\":[{\"prompt_id\":\"a\",\"prompt\":\"?\"}]}");
    live.ok("PUT", "/v1/runs/first", "{\"pool\":\"math\",\"strategy\":\"mopps\",\"group_size\":8}");
    return live;
  }

  @Test
  void figures_areKnownByTheirTag_andCompressedForWhoReadsThat() throws Exception {
    try (Live live = withRun()) {
      String path = "/v1/runs/first/metrics?page_size=50";
      HttpResponse<String> plain = live.send(live.request(path).build());
      String tag = plain.headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again =
          live.send(live.request(path).header("If-None-Match", tag).build());
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      HttpResponse<byte[]> packed =
          HttpClient.newHttpClient()
              .send(
                  live.request(path).header("Accept-Encoding", "gzip").build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
      }
    }
  }

  /// What is shared has a tag.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-stale | true",
        "max-stale=30 | true",
        "no-transform, Max-Stale=5 | true",
        "max-stale=0 | false",
        "max-age=0 | false",
        "x-max-stale=5 | false",
        "max-stale=-1 | false",
        "max-stale=99999999999999999999 | false"
      })
  void run_isSharedWithThoseWhoTakeItOld(String directives, boolean shared) {
    try (Live live = withRun()) {
      HttpResponse<String> answer =
          live.send(live.request("/v1/runs/first").header("Cache-Control", directives).build());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("ETag").isPresent()).isEqualTo(shared);
    }
  }
}
