package dev.coxswain.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tokens in a file beside the history, one a line; of each only the SHA-256. The file is looked at
/// for every request, so that a token that is made or revoked while a server runs counts at once.
///
/// Once the file is there tokens are required, also when the last one has been revoked.
public final class TokenFile implements Tokens {

  private static final String FILE = "tokens.jsonl";
  private static final int PREFIX = 8;
  private static final int SECRET = 43; // base 62: at least 32 bytes' worth
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern TOKEN =
      Pattern.compile("cox_([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}".formatted(PREFIX, SECRET));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final Path file;
  private final InstantSource clock;

  /// What is kept of a token.
  ///
  /// @param prefix the part that names it
  /// @param digest the SHA-256 of the whole
  /// @param runs a pattern of run names, in which `*` stands for anything
  /// @param expires never, if empty
  public record Entry(
      String prefix,
      String digest,
      Set<Scope> scopes,
      String runs,
      Instant created,
      Optional<Instant> expires) {

    public Entry {
      scopes = Set.copyOf(scopes);
    }

    boolean isValid(Instant now) {
      return expires.isEmpty() || now.isBefore(expires.get());
    }

    private ObjectNode json() {
      ObjectNode node = Json.object().put("prefix", prefix).put("sha256", digest);
      ArrayNode words = node.putArray("scopes");
      EnumSet.copyOf(scopes).forEach(scope -> words.add(scope.word()));
      node.put("runs", runs).put("created", created.toString());
      expires.ifPresent(when -> node.put("expires", when.toString()));
      return node;
    }

    private static Entry of(JsonNode node) {
      EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
      node.path("scopes")
          .forEach(word -> scopes.add(Scope.valueOf(word.asText().toUpperCase(Locale.ROOT))));
      return new Entry(
          node.path("prefix").asText(),
          node.path("sha256").asText(),
          scopes,
          node.path("runs").asText(),
          Instant.parse(node.path("created").asText()),
          node.has("expires")
              ? Optional.of(Instant.parse(node.path("expires").asText()))
              : Optional.empty());
    }
  }

  private TokenFile(Path folder, InstantSource clock) {
    this.folder = folder;
    file = folder.resolve(FILE);
    this.clock = clock;
  }

  /// The tokens of a folder; there need not be any.
  public static TokenFile in(Path folder, InstantSource clock) {
    return new TokenFile(folder, clock);
  }

  /// Makes a token.
  ///
  /// @param scopes at least one
  /// @param runs a pattern of run names
  /// @param expires never, if empty
  /// @return the token, which is not kept and cannot be shown again
  public String create(Set<Scope> scopes, String runs, Optional<Instant> expires) {
    if (scopes.isEmpty() || runs.isBlank()) {
      throw new IllegalArgumentException(
          "A token must have a scope (%s) and a pattern of runs (\"%s\").".formatted(scopes, runs));
    }
    String prefix = random(PREFIX);
    String token = "cox_%s_%s".formatted(prefix, random(SECRET));
    Entry entry = new Entry(prefix, hex(token), scopes, runs, clock.instant(), expires);
    change(entries -> entries.add(entry));
    return token;
  }

  /// The tokens that were made and not revoked, the earliest first.
  public List<Entry> list() {
    try {
      List<Entry> entries = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        entries.add(Entry.of(Json.own(line.getBytes(StandardCharsets.UTF_8))));
      }
      return entries;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s.".formatted(file), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "The file %s is damaged; nobody is let in. Maybe remove it, and make new tokens."
              .formatted(file),
          e);
    }
  }

  /// Revokes a token.
  ///
  /// @return whether there was one
  public boolean revoke(String prefix) {
    return change(entries -> entries.removeIf(entry -> entry.prefix().equals(prefix)));
  }

  /// Changes the list.
  private interface Change {
    boolean make(List<Entry> entries);
  }

  private boolean change(Change change) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(FILE + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        List<Entry> entries = new ArrayList<>(list());
        boolean changed = change.make(entries);
        if (changed) {
          write(entries);
        }
        return changed;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s.".formatted(file), e);
    }
  }

  private void write(List<Entry> entries) throws IOException {
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry ->
        lines.append(new String(Json.write(entry.json()), StandardCharsets.UTF_8)).append('\n'));
    Path partial = folder.resolve(FILE + ".partial");
    Files.deleteIfExists(partial);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.createFile(
          partial,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (FileChannel channel =
        FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(lines.toString()));
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String random(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  private static String hex(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  @Override
  public boolean areRequired() {
    return !Files.notExists(file); // also if we cannot tell
  }

  @Override
  public Optional<Grant> grant(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] digest = hex(token).getBytes(StandardCharsets.US_ASCII);
    Instant now = clock.instant();
    return list().stream()
        .filter(entry -> entry.prefix().equals(parts.group(1)))
        .filter(entry ->
            MessageDigest.isEqual(digest, entry.digest().getBytes(StandardCharsets.US_ASCII)))
        .filter(entry -> entry.isValid(now))
        .findFirst()
        .map(entry -> new Grant(entry.prefix(), entry.scopes(), entry.runs()));
  }
}
