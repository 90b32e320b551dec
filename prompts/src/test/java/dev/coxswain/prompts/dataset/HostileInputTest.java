package dev.coxswain.prompts.dataset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that nobody means well with: each is refused by file and place, and none fills the memory
/// (surefire's heap is far below what they would decompress to).
class HostileInputTest {

  private static final String ROWS =
      "SELECT 'id' || i AS prompt_id, 'text ' || i AS prompt FROM range(2000) AS r(i)";

  @TempDir private Path folder;

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage("%s, %s", file, message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
  void read_parquetCutShort_isRefused(double share) throws IOException {
    Path file = TestFiles.parquet(folder, ROWS);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));

    assertBroken(file);
  }

  private static void assertBroken(Path file) {
    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith(file + ", row ")
        .hasMessageContaining("The Parquet file is broken or of a kind that is not read (")
        .hasMessageEndingWith(
            "Maybe it was cut short or damaged on its way; fetch it again, or convert it to JSON lines.");
  }

  @Test
  void read_parquetOfNothing_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("p"), "PAR1".getBytes(StandardCharsets.US_ASCII));

    assertBroken(file);
  }

  /// Every byte of a small file in turn, so that lengths, offsets and types lie: the answer is a
  /// pool or a refusal.
  @Test
  void read_parquetWithAnyByteChanged_isReadOrRefused() throws IOException {
    Path file =
        TestFiles.parquet(
            folder, "SELECT 'id' || i AS prompt_id, 'text ' || i AS prompt FROM range(3) AS r(i)");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 4; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) 0x55;
      Files.write(file, changed);
      try {
        PoolFile _ = PoolFile.read(file);
      } catch (DatasetInvalid refused) {
        // names the file; the messages are asserted elsewhere
      }
    }
  }

  @Test
  void read_parquetOfTooManyColumns_isRefused() {
    StringBuilder query = new StringBuilder("SELECT 'a' AS prompt_id, 'b' AS prompt");
    for (int i = 0; i < 1_000; i++) {
      query.append(", ").append(i).append(" AS c").append(i);
    }
    assertRefused(
        TestFiles.parquet(folder, query.toString()),
        """
        row 1: The file has 1002 columns; at most 1000 are read.
        Keep the columns of prompts only.\
        """);
  }

  /// A footer that says it has a million columns, and nothing behind it that could be decoded.
  @Test
  void read_parquetOfAMillionColumns_isRefusedUndecoded() throws IOException {
    byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, (byte) 0xc1, (byte) 0x84, 0x3d}; // version 1
    Path file = folder.resolve("set.parquet");
    Files.write(file, parquetOf(footer, footer.length));

    assertRefused(
        file,
        """
        row 1: The schema has 1000001 columns and groups of columns; at most 8000 are read.
        Keep the columns of prompts only.\
        """);
  }

  @Test
  void read_parquetOfAFooterTooLong_isRefusedUndecoded() throws IOException {
    Path file = folder.resolve("set.parquet");
    int length = (64 << 20) + 1;
    Files.write(file, parquetOf(new byte[length], length));

    assertRefused(
        file,
        """
        row 1: The footer is 67108865 bytes long; at most 67108864 are read.
        Keep the columns of prompts only, and write larger row groups.\
        """);
  }

  @ParameterizedTest
  @CsvSource({"1000", "-1", "0"})
  void read_parquetWhoseFooterLies_isRefused(int length) throws IOException {
    Path file = folder.resolve("set.parquet");
    Files.write(file, parquetOf(new byte[] {0x15, 0x02, 0x19}, length));

    assertBroken(file);
  }

  private static byte[] parquetOf(byte[] footer, int length) {
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(footer.length + 12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(magic)
        .put(footer)
        .putInt(length)
        .put(magic)
        .array();
  }

  /// 8 GB of text in a file of some 200 kB: its dictionary holds one text of 4 MB.
  @Test
  void read_parquetDictionaryThatStandsForMore_isRefused() {
    Path file =
        TestFiles.parquet(
            folder,
            "SELECT i::VARCHAR AS prompt_id, repeat('x', 4000000) AS prompt FROM range(2000) AS r(i)",
            "COMPRESSION zstd");

    assertRefused(
        file,
        """
        row 1: The 2048 rows from here on hold more than 512MB when decoded.
        Maybe one long text stands in each of them; a prompt has at most 262144 bytes.\
        """);
  }

  @Test
  void read_parquetOfTooManyRows_isRefused() {
    Path file = TestFiles.parquet(folder, ROWS);
    Limits few = new Limits(1_000, 1_000_000, 1_999, 10, 100, 100);

    assertThatThrownBy(() -> PoolFile.read(file, new PoolFile.Options(false, few)))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            """
            %s, row 2000: The file has 2000 rows; at most 1999 are read.
            Split it; a pool of this size is for the Spark jobs.\
            """,
            file);
  }

  /// 1.2 GB of one letter, in a file of some kilobytes.
  @Test
  void read_parquetBomb_isRefused() {
    Path file =
        TestFiles.parquet(
            folder,
            "SELECT i::VARCHAR AS prompt_id, repeat('x', 200000) || i AS prompt FROM range(6000) AS r(i)",
            "COMPRESSION zstd",
            "ROW_GROUP_SIZE 6000");

    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageStartingWith(file + ", row 1: The row group from here on holds ")
        .hasMessageEndingWith(
            """
             bytes when decompressed; at most 1073741824 are read of one, and 8589934592 in all.
            Write the file again with smaller row groups, or split it.\
            """);
  }

  @Test
  void read_parquetWithoutPrompts_namesItsColumns() {
    assertRefused(
        TestFiles.parquet(folder, "SELECT 1 AS question, 2 AS answer"),
        """
        row 1: None of the columns [prompt_id, prompt, topic, level, embedding, data_source, extra_info] is in the file; it has [question, answer].
        Name the columns: --prompt-column, --id-column.\
        """);
  }

  @Test
  void read_parquetNamedLikeAPattern_isRefused() throws IOException {
    Path file =
        Files.write(folder.resolve("set[1].parquet"), "PAR1".getBytes(StandardCharsets.US_ASCII));

    assertRefused(
        file,
        """
        row 1: The file's name has one of the characters *?[, which would stand for other files.
        Give it another name.\
        """);
  }

  @Test
  void read_parquetOfVectorsThatAreNone_isRefused() {
    assertRefused(
        TestFiles.parquet(
            folder,
            "SELECT 'a' AS prompt_id, 'x' AS prompt, [1.0::FLOAT, 'nan'::FLOAT] AS embedding"),
        """
        row 1: The column "embedding" has "NaN" at place 2, which is no finite number.
        Embed this prompt again, or leave the row out.\
        """);
  }

  @Test
  void read_gzipBomb_isRefused() throws IOException {
    Path file = folder.resolve("bomb.jsonl.gz");
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) '\n');
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 64; i++) {
        out.write(spaces);
      }
    }
    assertThatThrownBy(
            () -> PoolFile.read(file, new PoolFile.Options(false, Limits.of(1_000, 32 << 20))))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageContaining("The file is longer than 33554432 bytes when decompressed.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set.jsonl|{\"prompt_id\":\"a\",\"prompt\":\"",
        "set.csv|prompt_id,prompt\\na,\"",
      })
  void read_endlessLine_isRefused(String name, String start) throws IOException {
    Path file = folder.resolve(name);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(start.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8));
    byte[] text = new byte[100 << 20];
    Arrays.fill(text, (byte) 'x');
    line.writeBytes(text);
    Files.write(file, line.toByteArray());

    assertThatThrownBy(() -> PoolFile.read(file))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessageContaining(file + ", line ")
        .hasMessageContaining(" is longer than 16777216 bytes.");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\\u0000b', 'The column \"prompt\" has a NUL character at place 2.', 'Take it out.'",
    "'a\\ud83d', 'The column \"prompt\" has half a surrogate pair at place 2.', 'Write the whole character, or take the half out.'",
    "'\\ude00a', 'The column \"prompt\" has half a surrogate pair at place 1.', 'Write the whole character, or take the half out.'",
  })
  void read_textThatNobodyElseCanHold_isRefused(String text, String problem, String hint) {
    assertRefused(
        TestFiles.lines(folder, "{\"prompt_id\":\"a\",\"prompt\":\"%s\"}".formatted(text)),
        "line 1: %s\n%s".formatted(problem, hint));
  }

  @Test
  void read_promptOrIdTooLong_isRefused() {
    assertRefused(
        TestFiles.lines(
            folder, "{\"prompt_id\":\"a\",\"prompt\":\"%s\"}".formatted("ü".repeat(131_073))),
        """
        line 1: The column "prompt" is 262146 bytes long; at most 262144 are read.
        Shorten the prompt, or leave the row out.\
        """);
    assertRefused(
        TestFiles.lines(
            folder, "{\"prompt_id\":\"%s\",\"prompt\":\"x\"}".formatted("i".repeat(513))),
        """
        line 1: The column "prompt_id" is 513 bytes long; at most 512 are read.
        Give shorter ids, or let them be made from the texts: --id-from-content.\
        """);
  }

  @Test
  void read_moreRowsThanAllowed_isRefused() {
    Path file = TestFiles.lines(folder, "{\"prompt_id\":\"a\",\"prompt\":\"x\"}", "{}", "{}");
    Limits one = new Limits(1_000, 1_000, 1, 10, 100, 100);

    assertThatThrownBy(() -> PoolFile.read(file, new PoolFile.Options(false, one)))
        .isInstanceOf(DatasetInvalid.class)
        .hasMessage(
            """
            %s, line 2: The file has more than 1 rows.
            Split it; a pool of this size is for the Spark jobs.\
            """,
            file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt_id,prompt\\na,b,c|line 2: The row has 3 cells, but the header has 2.\\nPut cells with commas in double quotes.",
        "prompt_id,prompt\\na,\"b\"c\\n|line 1: The file is not CSV as RFC 4180 has it: Invalid character between encapsulated token and delimiter at line: 2, position: 23.\\nPut texts with commas, quotes or line breaks in double quotes, and double the quotes in them.",
        "prompt_id,prompt,prompt\\na,b,c|line 1: The header names the column \"prompt\" twice.\\nGive each column a name of its own.",
      })
  void read_csvThatIsNone_isRefused(String text, String message) throws IOException {
    Path file = folder.resolve("set.csv");
    Files.writeString(file, text.replace("\\n", "\n"));

    assertRefused(file, message.replace("\\n", "\n"));
  }

  @Test
  void read_csvNotUtf8_isRefused() throws IOException {
    Path file = folder.resolve("set.csv");
    Files.write(file, "prompt_id,prompt\na,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(
        file,
        """
        line 1: The file is not UTF-8.
        Convert it, for instance with iconv.\
        """);
  }

  @Test
  void read_csvOfTooManyColumns_isRefused() throws IOException {
    Path file = folder.resolve("set.csv");
    StringBuilder header = new StringBuilder("prompt_id,prompt");
    for (int i = 0; i < 999; i++) {
      header.append(",c").append(i);
    }
    Files.writeString(file, header + "\na,b\n");

    assertRefused(
        file,
        """
        line 1: The header has 1001 columns; at most 1000 are read.
        Keep the columns of prompts only.\
        """);
  }
}
