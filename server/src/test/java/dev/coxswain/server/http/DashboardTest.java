package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.server.store.MemoryStore;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
}
