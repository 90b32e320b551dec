package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextRowsTest {

  @TempDir private Path folder;

  /// Encodes "17" as (17, 1), remembers what it was asked, and fails at one text.
  private static final class Numbers implements TextModel {

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final String refused;
    private boolean closed;

    Numbers(String refused) {
      this.refused = refused;
    }

    @Override
    public float[] embed(String text) {
      asked.add(text);
      if (text.equals(refused)) {
        throw new IllegalStateException("I do not encode " + text);
      }
      return new float[] {Float.parseFloat(text), 1};
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final Numbers model = new Numbers("none");
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private float[][] rows(List<String> texts, Numbers by, int threads) {
    EncodingSession session =
        new EncodingSession(
            Optional.of(folder),
            threads,
            (encoder, done, cached, total) ->
                heard.add("%s %d(%d)/%d".formatted(encoder, done, cached, total)));
    return TextRows.of(texts, "numbers", "v1", 2, session, () -> by);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private Path file() {
    return folder.resolve("numbers-v1.vectors");
  }

  @Test
  void of_anyTexts_keepsTheirOrder() {
    float[][] rows = rows(List.of("3", "1", "3", "2"), model, 2);
    assertThat(rows).isDeepEqualTo(new float[][] {{3, 1}, {1, 1}, {3, 1}, {2, 1}});
    assertThat(model.asked).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(model.closed).isTrue();
    assertThat(heard).containsExactly("numbers 0(0)/3", "numbers 3(0)/3");
  }

  @Test
  void of_textsKnown_asksNoModel() {
    rows(numbers(100), model, 3);
    heard.clear();
    float[][] again = rows(numbers(100), new Numbers("0"), 1);
    assertThat(again[99]).containsExactly(99, 1);
    assertThat(heard).isEmpty();
  }

  @Test
  void of_stoppedOnTheWay_goesOnThere() {
    Numbers stops = new Numbers("70");
    assertThatThrownBy(() -> rows(numbers(100), stops, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("I do not encode 70");
    assertThat(stops.closed).isTrue();
    heard.clear();

    float[][] rows = rows(numbers(100), model, 1);

    assertThat(rows[70]).containsExactly(70, 1);
    assertThat(model.asked).containsExactlyElementsOf(numbers(100).subList(64, 100));
    assertThat(heard.getFirst()).isEqualTo("numbers 64(64)/100");
    assertThat(heard.getLast()).isEqualTo("numbers 100(64)/100");
  }

  @Test
  void of_halfARecordAtTheEnd_isWrittenOver() throws IOException {
    rows(numbers(10), model, 1);
    byte[] whole = Files.readAllBytes(file());
    for (int lost = 1; lost <= 28; lost += 9) { // a record has 28 bytes
      Files.write(file(), Arrays.copyOf(whole, whole.length - lost));
      Numbers again = new Numbers("none");
      assertThat(rows(numbers(10), again, 1)[9]).containsExactly(9, 1);
      assertThat(again.asked).containsExactly("9");
      assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }
  }

  @Test
  void of_aByteChanged_encodesThatTextAgain() throws IOException {
    rows(numbers(10), model, 1);
    byte[] whole = Files.readAllBytes(file());
    int start = 12 + 4 * 28; // of record 4
    for (int place : new int[] {start, start + 15, start + 16, start + 23, start + 27}) {
      byte[] broken = whole.clone();
      broken[place] ^= 1;
      Files.write(file(), broken);
      Numbers again = new Numbers("none");
      assertThat(rows(numbers(10), again, 1)).isDeepEqualTo(rows(numbers(10), model, 1));
      assertThat(again.asked).containsExactly("4");
    }
  }

  @Test
  void of_anotherFileInItsPlace_isStartedAnew() throws IOException {
    for (String content : List.of("", "COX", "something else that is long enough")) {
      Files.writeString(file(), content);
      Numbers again = new Numbers("none");
      rows(numbers(3), again, 1);
      assertThat(again.asked).hasSize(3);
      rows(numbers(3), new Numbers("0"), 1);
    }
  }

  @Test
  void of_anotherVersion_isNotTaken() {
    rows(numbers(3), model, 1);
    EncodingSession session = new EncodingSession(Optional.of(folder), 1, EncodingWatcher.SILENT);
    Numbers again = new Numbers("none");
    TextRows.of(numbers(3), "numbers", "v2", 2, session, () -> again);
    assertThat(again.asked).hasSize(3);
  }

  @Test
  void of_twoAtOnce_keepBothsVectors() throws InterruptedException {
    Thread other = new Thread(() -> rows(numbers(200).reversed(), new Numbers("none"), 1));
    other.start();
    rows(IntStream.range(500, 700).mapToObj(String::valueOf).toList(), model, 2);
    other.join();
    rows(numbers(200), new Numbers("0"), 1);
    rows(IntStream.range(500, 700).mapToObj(String::valueOf).toList(), new Numbers("600"), 1);
  }

  @Test
  void of_folderThatIsAFile_saysSo() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    EncodingSession session = new EncodingSession(Optional.of(taken), 1, EncodingWatcher.SILENT);
    assertThatThrownBy(() -> TextRows.of(numbers(3), "numbers", "v1", 2, session, () -> model))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Cannot use the cache of embeddings %s; another folder can be named.",
            taken.resolve("numbers-v1.vectors"));
    assertThat(model.asked).isEmpty();
  }

  @Test
  void session_noThreads_isRefused() {
    assertThatThrownBy(() -> new EncodingSession(Optional.empty(), 0, EncodingWatcher.SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The threads (0) must be at least 1.");
  }
}
