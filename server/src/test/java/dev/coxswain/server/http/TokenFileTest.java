package dev.coxswain.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir private Path folder = Path.of("");

  private TokenFile tokens() {
    return TokenFile.in(folder, InstantSource.fixed(NOW));
  }

  @Test
  void none_noTokenIsRequired() {
    assertThat(tokens().areRequired()).isFalse();
    assertThat(tokens().list()).isEmpty();
    assertThat(tokens().revoke("nobody")).isFalse();
    assertThat(tokens().areRequired()).isFalse();
  }

  @Test
  void create_itsToken_isGrantedWhatItWasMadeFor() {
    String token = tokens().create(Set.of(Scope.OBSERVE, Scope.SELECT), "math-*", Optional.empty());
    assertThat(token).matches("cox_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}");
    Tokens.Grant grant = tokens().grant(token).orElseThrow();
    assertThat(grant.scopes()).containsExactlyInAnyOrder(Scope.OBSERVE, Scope.SELECT);
    assertThat(grant.covers(Scope.READ)).isTrue();
    assertThat(grant.covers(Scope.ADMIN)).isFalse();
    assertThat(grant.sees("math-7b")).isTrue();
    assertThat(grant.sees("code-7b")).isFalse();
    assertThat(token).contains(grant.name());
    assertThat(tokens().areRequired()).isTrue();
  }

  @Test
  void create_itsFile_holdsTheDigestAndNotTheToken() throws Exception {
    String token = tokens().create(Set.of(Scope.READ), "*", Optional.empty());
    String kept = Files.readString(folder.resolve("tokens.jsonl"));
    String secret = token.substring(token.lastIndexOf('_') + 1);
    String digest =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    assertThat(kept).doesNotContain(secret).contains(digest);
    assertThat(Files.getPosixFilePermissions(folder.resolve("tokens.jsonl")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void grant_expired_isNothing() {
    String token = tokens().create(Set.of(Scope.READ), "*", Optional.of(NOW.plusSeconds(60)));
    assertThat(tokens().grant(token)).isPresent();
    assertThat(TokenFile.in(folder, InstantSource.fixed(NOW.plusSeconds(60))).grant(token))
        .isEmpty();
  }

  @Test
  void grant_anotherOrChanged_isNothing() {
    String token = tokens().create(Set.of(Scope.ADMIN), "*", Optional.empty());
    char last = token.charAt(token.length() - 1);
    String changed = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');
    for (String other : new String[] {"", "cox_", changed, token + "a", " " + token}) {
      assertThat(tokens().grant(other)).isEmpty();
    }
  }

  @Test
  void revoke_theLast_tokensAreStillRequired() {
    TokenFile running = tokens();
    String token = tokens().create(Set.of(Scope.ADMIN), "*", Optional.empty());
    assertThat(running.grant(token)).isPresent();
    assertThat(tokens().revoke(token.split("_")[1])).isTrue();
    assertThat(running.grant(token)).isEmpty();
    assertThat(running.areRequired()).isTrue();
  }

  @Test
  void create_noScope_isRefused() {
    assertThatThrownBy(() -> tokens().create(Set.of(), "*", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A token must have a scope ([]) and a pattern of runs (\"*\").");
  }

  @Test
  void list_damagedFile_nobodyIsLetIn() throws IOException {
    String token = tokens().create(Set.of(Scope.ADMIN), "*", Optional.empty());
    Files.writeString(folder.resolve("tokens.jsonl"), "{\"prefix\"");
    assertThat(tokens().areRequired()).isTrue();
    assertThatThrownBy(() -> tokens().grant(token))
        .hasMessage(
            "The file %s is damaged; nobody is let in. Maybe remove it, and make new tokens."
                .formatted(folder.resolve("tokens.jsonl")));
  }
}
