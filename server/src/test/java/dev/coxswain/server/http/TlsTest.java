package dev.coxswain.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.server.store.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates are made by the JDK's keytool as the test runs.
final class TlsTest {

  @TempDir private Path folder = Path.of("");
  private Path certificateFile = folder;
  private Path keyFile = folder;

  @BeforeEach
  void name() {
    certificateFile = folder.resolve("server.crt");
    keyFile = folder.resolve("server.key");
  }

  private Keys keys(String algorithm) throws Exception {
    Keys keys = Keys.make(folder, algorithm);
    keys.write(certificateFile, keyFile);
    return keys;
  }

  private Live live() {
    return new Live(
        new MemoryStore(),
        Tokens.none(),
        Live.UNHURRIED,
        Optional.of(Tls.of(certificateFile, keyFile)));
  }

  /// The answer to a client with a connection of its own.
  private static HttpResponse<String> ask(Live live, SSLContext context)
      throws IOException, InterruptedException {
    URI version = URI.create("https://localhost:%d/v1/version".formatted(live.service().port()));
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(
          HttpRequest.newBuilder(version).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void serve_withAKeyOfAnyKind_isEncrypted(String algorithm) throws Exception {
    Keys keys = keys(algorithm);
    try (Live live = live()) {
      HttpResponse<String> answer = ask(live, keys.trusted("TLS"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void serve_versions_areTwelveAndThirteen() throws Exception {
    Keys keys = keys("EC");
    Tls tls = Tls.of(certificateFile, keyFile);
    tls.context().start();
    assertThat(tls.context().newSSLEngine().getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    tls.context().stop();
    try (Live live = live()) {
      SSLContext twelve = keys.trusted("TLSv1.2");
      assertThat(ask(live, twelve).sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void serve_unencryptedRequest_isNotAnswered() throws Exception {
    keys("EC");
    try (Live live = live()) {
      assertThat(live.raw("GET /v1/version HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void files_replaced_countForNewConnections() throws Exception {
    Keys before = keys("EC");
    try (Live live = live()) {
      assertThat(ask(live, before.trusted("TLS")).statusCode()).isEqualTo(200);
      Keys after = keys("RSA");
      live.service().tick();
      assertThat(ask(live, after.trusted("TLS")).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> ask(live, before.trusted("TLS")))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void files_halfReplaced_keepTheFormer() throws Exception {
    Keys before = keys("EC");
    try (Live live = live()) {
      Files.writeString(certificateFile, Keys.make(folder, "EC").certificate());
      live.service().tick();
      assertThat(ask(live, before.trusted("TLS")).statusCode()).isEqualTo(200);
      Files.delete(keyFile);
      live.service().tick();
      assertThat(ask(live, before.trusted("TLS")).statusCode()).isEqualTo(200);
      keys("EC");
      live.service().tick();
      assertThatThrownBy(() -> ask(live, before.trusted("TLS")))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private void assertUnusable(String message) {
    assertThatThrownBy(() -> Tls.of(certificateFile, keyFile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The files %s and %s: ".formatted(certificateFile, keyFile))
        .hasMessageEndingWith(message);
  }

  @Test
  void files_ofOtherThings_areRefusedByName() throws Exception {
    Keys keys = keys("EC");
    Files.writeString(certificateFile, "nothing");
    assertUnusable("");
    Files.writeString(certificateFile, "");
    assertUnusable("There is no certificate; PEM has -----BEGIN CERTIFICATE-----.");
    Files.writeString(certificateFile, keys.certificate());
    Files.writeString(keyFile, "secret words");
    assertUnusable("There is no private key; PEM has -----BEGIN PRIVATE KEY-----.");
    Files.writeString(keyFile, Keys.pem("EC PRIVATE KEY", new byte[] {1, 2, 3}));
    assertUnusable(
        "The key is a EC PRIVATE KEY; it must be a PRIVATE KEY (PKCS #8) without a password.\nMaybe: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    Files.writeString(
        keyFile, Keys.pem("PRIVATE KEY", "secret words".getBytes(StandardCharsets.UTF_8)));
    assertUnusable("The private key is none for EC, as the certificate's is.");
    Files.writeString(keyFile, Keys.make(folder, "EC").key());
    assertUnusable(
        "The key does not belong to the first certificate.\nMaybe the certificates stand in the wrong order: the server's own comes first.");
    Files.delete(keyFile);
    assertThatThrownBy(() -> Tls.of(certificateFile, keyFile))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read %s.".formatted(keyFile));
  }
}
