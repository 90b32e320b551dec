package dev.coxswain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFormatTest {

  private static final int HEAD = 16; // magic and length

  @Test
  void write_oneText_hasTheseBytes() {
    // Magic, 23 bytes follow, one entry, name of 1, "a", text, 1 byte, "b", checksum (by Python).
    byte[] expected =
        HexFormat.of()
            .parseHex(
                "434f58534e415031"
                    + "1700000000000000"
                    + "01000000"
                    + "0100000061"
                    + "03"
                    + "0100000000000000"
                    + "62"
                    + "14ae1ecf");

    assertThat(SnapshotFormat.write(new Snapshot.Builder().text("a", "b").build()))
        .isEqualTo(expected);
  }

  @Test
  void read_whatWriteMade_isTheSnapshotBitForBit() {
    Snapshot read = SnapshotFormat.read(SnapshotFormat.write(everyKind()));

    assertThat(read.entries().keySet()).containsExactly("f", "d", "l", "τ", "none");
    assertThat(read.floats("f")).isEqualTo(everyKind().floats("f"));
    assertThat(read.doubles("d")).isEqualTo(everyKind().doubles("d"));
    assertThat(read.longs("l")).isEqualTo(everyKind().longs("l"));
    assertThat(read.text("τ")).isEqualTo(everyKind().text("τ"));
    assertThat(read.floats("none")).isEmpty();
    assertThat(SnapshotFormat.write(read)).isEqualTo(SnapshotFormat.write(everyKind()));
  }

  @Test
  void read_emptySnapshot_isEmpty() {
    assertThat(SnapshotFormat.read(SnapshotFormat.write(new Snapshot.Builder().build())).entries())
        .isEmpty();
  }

  @Test
  void read_anyBitFlipped_isFound() {
    byte[] whole = SnapshotFormat.write(everyKind());
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> SnapshotFormat.read(flipped))
          .as("bit %d", bit)
          .isInstanceOf(SnapshotCorrupt.class);
    }
  }

  @Test
  void read_cutAnywhere_isFound() {
    byte[] whole = SnapshotFormat.write(everyKind());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SnapshotFormat.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(SnapshotCorrupt.class);
    }
  }

  @Test
  void read_fewBytes_saysSo() {
    assertCorrupt(new byte[5], "A snapshot of 5 bytes is shorter than an empty one.");
  }

  @Test
  void read_anotherFile_saysSo() {
    assertCorrupt(
        "PK, as every zip file begins".getBytes(StandardCharsets.US_ASCII),
        "The first eight bytes are not COXSNAP1: not a snapshot.");
  }

  @Test
  void read_grown_saysByHowMuch() {
    byte[] whole = SnapshotFormat.write(new Snapshot.Builder().build());

    assertCorrupt(
        Arrays.copyOf(whole, whole.length + 3),
        "The snapshot promises 8 bytes after its head and has 11: cut short or grown.");
  }

  @Test
  void read_checksumOfOtherBytes_saysBoth() {
    byte[] whole = SnapshotFormat.write(new Snapshot.Builder().build());
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(whole.length - 4, 0x1234);

    assertThatThrownBy(() -> SnapshotFormat.read(whole))
        .isInstanceOf(SnapshotCorrupt.class)
        .hasMessageMatching(
            "The snapshot's checksum is 00001234, but its bytes give [0-9a-f]{8}\\.");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE})
  void read_moreElementsThanBytes_isRefusedBeforeAllocating(long elements) {
    for (byte kind = 0; kind < 4; kind++) {
      long hostile = elements == 2 && kind == 3 ? 5 : elements; // two letters would be there
      assertCorrupt(
          sealed(body(1).put(entry("a", kind, hostile)).putInt(0)),
          "The snapshot promises %d elements where 4 bytes are left.".formatted(hostile));
    }
  }

  @Test
  void read_nameLongerThanTheFile_isRefused() {
    assertCorrupt(
        sealed(body(1).putInt(Integer.MAX_VALUE)),
        "The snapshot promises 2147483647 elements where 0 bytes are left.");
  }

  @Test
  void read_moreEntriesThanBytes_isRefused() {
    assertCorrupt(sealed(body(Integer.MAX_VALUE)), "The snapshot ends within an entry.");
  }

  @Test
  void read_negativeCount_isRefused() {
    assertCorrupt(sealed(body(-1)), "The snapshot promises -1 entries.");
  }

  @Test
  void read_bytesAfterTheLastEntry_isRefused() {
    assertCorrupt(sealed(body(0).put((byte) 9)), "The snapshot has 1 bytes after its last entry.");
  }

  @Test
  void read_nameTwice_isRefused() {
    ByteBuffer twice = body(2).put(entry("a", (byte) 0, 0)).put(entry("a", (byte) 1, 0));

    assertCorrupt(sealed(twice), "The snapshot names an entry twice.");
  }

  @Test
  void read_unknownKind_isRefused() {
    assertCorrupt(
        sealed(body(1).put(entry("a", (byte) 4, 0))),
        "The snapshot has an entry of unknown kind 4.");
  }

  @Test
  void read_textThatIsNotUtf8_isRefused() {
    assertCorrupt(
        sealed(body(1).put(entry("a", (byte) 3, 1)).put((byte) 0xff)),
        "The snapshot has a text that is not UTF-8.");
  }

  private static Snapshot everyKind() {
    return new Snapshot.Builder()
        .floats("f", new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE})
        .doubles("d", new double[] {Math.PI, Double.NEGATIVE_INFINITY})
        .longs("l", new long[] {Long.MIN_VALUE, -1, 42})
        .text("τ", "a prompt, 詩 and 🚣")
        .floats("none", new float[0])
        .build();
  }

  private static ByteBuffer body(int count) {
    return ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putInt(count);
  }

  private static byte[] entry(String name, byte kind, long elements) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length + Byte.BYTES + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length)
        .put(bytes)
        .put(kind)
        .putLong(elements)
        .array();
  }

  /// A file of this body whose head and checksum are right, as a forger would make it.
  private static byte[] sealed(ByteBuffer body) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.put("COXSNAP1".getBytes(StandardCharsets.US_ASCII));
    head.putLong((long) body.position() + Integer.BYTES);
    file.writeBytes(head.array());
    byte[] content = new byte[body.position()];
    body.get(0, content);
    file.writeBytes(content);
    CRC32C checksum = new CRC32C();
    checksum.update(file.toByteArray());
    ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.writeBytes(tail.putInt((int) checksum.getValue()).array());
    return file.toByteArray();
  }

  private static void assertCorrupt(byte[] bytes, String message) {
    assertThatThrownBy(() -> SnapshotFormat.read(bytes))
        .isInstanceOf(SnapshotCorrupt.class)
        .hasMessage(message);
  }
}
