package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinesTest {

  @TempDir Path folder;

  private static List<String> read(Path file, Limits limits) {
    List<String> read = new ArrayList<>();
    try (Lines lines = Lines.open(file, limits)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        read.add(line.get());
      }
    }
    return read;
  }

  private List<String> read(byte[] bytes, Limits limits) {
    return read(TestFiles.bytes(folder, bytes), limits);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String message(Path file, int line, String rest) {
    return "%s, line %d: %s".formatted(file, line, rest);
  }

  @Test
  void next_endingsAndMark_areNoPartOfALine() {
    assertThat(read(utf8("\ufeffa\r\nb\n\nπ"), Limits.USUAL)).containsExactly("a", "b", "", "π");
    assertThat(read(utf8("a\n"), Limits.USUAL)).containsExactly("a");
    assertThat(read(utf8(""), Limits.USUAL)).isEmpty();
    assertThat(read(utf8("\r\n"), Limits.USUAL)).containsExactly("");
  }

  @Test
  void next_gzip_isDecompressedWhateverItsName() {
    assertThat(read(TestFiles.gzip(utf8("a\nb\n")), Limits.USUAL)).containsExactly("a", "b");
  }

  @Test
  void next_longerThanTheBuffer_isWhole() {
    String line = "x".repeat(200_000);
    assertThat(read(utf8(line + "\n" + line), Limits.USUAL)).containsExactly(line, line);
  }

  @Test
  void next_lineOverItsLimit_isRefused() {
    Path file = TestFiles.bytes(folder, utf8("123\n1234\n"));
    assertThat(read(file, Limits.of(4, 100))).containsExactly("123", "1234");
    assertThatThrownBy(() -> read(file, Limits.of(3, 100)))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            message(
                file,
                2,
                "The line is longer than 3 bytes.\nMaybe the file is one JSON array; write one object a line."));
  }

  /// A hundred million zeros are a file of some 100 kB; under the usual limit a line of them is
  /// never held whole.
  @Test
  void next_bomb_isRefusedEarly() {
    Path file = TestFiles.bytes(folder, TestFiles.gzip(new byte[100_000_000]));
    assertThat(file.toFile().length()).isLessThan(200_000);
    assertThatThrownBy(() -> read(file, Limits.USUAL))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith(message(file, 1, "The line is longer than 16777216 bytes."));
  }

  @Test
  void next_fileOverItsLimit_isRefused() {
    byte[] lines = new byte[1_000_000];
    Arrays.fill(lines, (byte) '\n');
    Path file = TestFiles.bytes(folder, TestFiles.gzip(lines));
    assertThat(read(file, Limits.of(10, 1_000_000))).hasSize(1_000_000);
    assertThatThrownBy(() -> read(file, Limits.of(10, 999_999)))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageContaining(
            "The file is longer than 999999 bytes when decompressed.\nSplit it, or raise the limit if it is meant to be that long.");
  }

  @Test
  void next_streamCutShort_isRefused() {
    byte[] whole = TestFiles.gzip(utf8("a\nb\n"));
    Path file = TestFiles.bytes(folder, Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> read(file, Limits.USUAL))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageEndingWith(
            "The compressed stream ends early.\nMaybe the file was cut short; fetch it again.");
    Path head = TestFiles.bytes(folder, Arrays.copyOf(whole, 5));
    assertThatThrownBy(() -> read(head, Limits.USUAL))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            message(
                head,
                1,
                "The compressed stream ends early.\nMaybe the file was cut short; fetch it again."));
  }

  @Test
  void next_streamDamaged_isRefused() {
    byte[] damaged = TestFiles.gzip(utf8("a\nb\n"));
    damaged[damaged.length - 8] ^= 1; // the checksum
    Path file = TestFiles.bytes(folder, damaged);
    assertThatThrownBy(() -> read(file, Limits.USUAL))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageContaining("The compressed stream is broken (Corrupt GZIP trailer).")
        .hasMessageEndingWith("\nMaybe the file was damaged on its way; fetch it again.");
  }

  @Test
  void next_notUtf8_isRefused() {
    Path file = TestFiles.bytes(folder, new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> read(file, Limits.USUAL))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            message(file, 2, "The line is not UTF-8.\nConvert the file, for instance with iconv."));
  }

  @Test
  void open_noFile_isInputOutput() {
    assertThatThrownBy(() -> Lines.open(folder.resolve("none.jsonl"), Limits.USUAL))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read %s.", folder.resolve("none.jsonl"));
  }

  @Test
  void next_folder_isInputOutput() {
    assertThatThrownBy(() -> read(folder, Limits.USUAL))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read %s.", folder);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0"})
  void limits_notPositive_areRefused(int line, long total) {
    assertThatThrownBy(() -> Limits.of(line, total))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The limits (%d bytes a line, %d bytes a file, 5000000 rows, 1000 columns, 262144 bytes a prompt, 512 bytes an id) must be at least 1.",
            line, total);
  }
}
