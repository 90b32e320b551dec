package dev.coxswain.server.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS 1.2 and 1.3 with a certificate from two PEM files, which may be replaced while the server
/// runs. Connections that are open keep what they began with.
///
/// The cipher suites are the ones that the JDK and Jetty hold to be safe; there is no setting.
public final class Tls {

  private static final Logger LOG = LoggerFactory.getLogger("dev.coxswain.server");
  private static final char[] IN_MEMORY = "in memory only".toCharArray();

  private final Path certificateFile;
  private final Path keyFile;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private byte[] certificate = {};
  private byte[] key = {};
  private volatile Instant expiry = Instant.EPOCH;

  private Tls(Path certificateFile, Path keyFile) {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    context.setKeyStorePassword(new String(IN_MEMORY));
  }

  /// @param certificateFile the server's certificate, then those that lead to a known authority
  /// @param keyFile its private key, PKCS #8 without a password
  /// @throws IllegalArgumentException naming the files, if they do not hold these
  /// @throws UncheckedIOException if they cannot be read
  public static Tls of(Path certificateFile, Path keyFile) {
    Tls tls = new Tls(certificateFile, keyFile);
    tls.take(read(certificateFile), read(keyFile));
    return tls;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    }
  }

  SslContextFactory.Server context() {
    return context;
  }

  /// Shows how long the certificate in use is still valid; below 0 when it is no longer.
  void bindTo(MeterRegistry registry, InstantSource clock) {
    Gauge.builder(
            "coxswain.tls.certificate.remaining",
            () -> Duration.between(clock.instant(), expiry).toSeconds())
        .description("Until the certificate expires.")
        .baseUnit("seconds")
        .register(registry);
  }

  private void take(byte[] newCertificate, byte[] newKey) {
    certificate = newCertificate;
    key = newKey;
    try {
      Pem pem = Pem.of(certificate, key);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", pem.key(), IN_MEMORY, pem.certificates());
      context.reload(it -> it.setKeyStore(store));
      expiry = pem.chain().getFirst().getNotAfter().toInstant();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The files %s and %s: %s".formatted(certificateFile, keyFile, e.getMessage()), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK cannot hold a key.", e);
    } catch (Exception e) { // as Jetty declares it
      throw new IllegalStateException("The certificate cannot be used.", e);
    }
  }

  /// Takes the files again if they hold something else than before. What cannot be used is said and
  /// not taken.
  void look() {
    try {
      byte[] nowCertificate = read(certificateFile);
      byte[] nowKey = read(keyFile);
      if (!Arrays.equals(nowCertificate, certificate) || !Arrays.equals(nowKey, key)) {
        take(nowCertificate, nowKey);
        LOG.atInfo().addKeyValue("expires", expiry).log("a new certificate is used");
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      LOG.atError().log("the former certificate is kept: {}", e.getMessage());
    }
  }
}
