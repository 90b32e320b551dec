package dev.coxswain.prompts.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.prompts.dataset.PoolFile;
import dev.coxswain.snapshot.Snapshot;
import dev.coxswain.snapshot.SnapshotFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedTextTest {

  private static final List<String> OPENINGS =
      List.of("Find", "What is", "Compute", "Determine", "How large is", "Give", "Show", "Name");
  private static final List<String> OBJECTS =
      List.of("the area of a circle", "the sum of odd numbers", "a prime", "the slope", "a root");
  private static final String CHAT_BEFORE =
      "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n";
  private static final String CHAT_AFTER =
      " Let's think step by step and output the final answer within \\boxed{}.<|im_end|>\n<|im_start|>assistant\n";
  private static final String OTHER_BEFORE =
      "Below is a task from a collection of exams. Write the answer only.\n\n### Task:\n";

  private static String question(int i) {
    return "%s %s with %d and %d, number %d?"
        .formatted(OPENINGS.get(i % 8), OBJECTS.get(i % 5), i * 7 % 23, i * i % 31, i);
  }

  private static PoolFile pool(int count, IntFunction<String> text) {
    return new PoolFile(
        Pool.of(
            IntStream.range(0, count)
                .mapToObj(i -> new Prompt("p" + i, text.apply(i), Optional.empty()))
                .toList()),
        Optional.empty());
  }

  private static SharedText shared(int count, IntFunction<String> text) {
    return SharedText.of(pool(count, text).pool().prompts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash:dim=32", "minilm:tokens=64"})
  void encode_withAndWithoutTemplate_isTheSame(String name) {
    PoolFile bare = pool(40, SharedTextTest::question);
    PoolFile wrapped = pool(40, i -> CHAT_BEFORE + question(i) + CHAT_AFTER);

    Embeddings without = Encoders.parse(name).fit(bare).encode(bare);
    Embeddings with = Encoders.parse(name).fit(wrapped).encode(wrapped);

    for (int i = 0; i < 40; i++) {
      assertThat(with.row(i)).containsExactly(without.row(i));
    }
  }

  @Test
  void of_mixedTemplates_findsEach() {
    IntFunction<String> mixed =
        i ->
            switch (i % 4) {
              case 0 -> OTHER_BEFORE + question(i);
              case 1 -> question(i);
              default -> CHAT_BEFORE + question(i) + CHAT_AFTER;
            };
    SharedText shared = shared(80, mixed);

    // Counted by hand: <|im_start|> system You are a helpful assistant . <|im_end|> <|im_start|>
    // user are 11 words; Below … exams . (9) Write … only . (5) ### Task : (5) are 20.
    assertThat(shared.beginnings()).extracting(SharedText.Piece::words).containsExactly(20, 11);
    assertThat(shared.beginnings()).extracting(SharedText.Piece::share).containsExactly(0.25, 0.5);
    for (int i = 0; i < 80; i++) {
      assertThat(shared.removedFrom(mixed.apply(i))).isEqualTo(question(i));
    }
  }

  @Test
  void of_onePrompt_takesOffMarkersOnly() {
    SharedText shared = shared(1, i -> CHAT_BEFORE + question(i));
    assertThat(shared.described()).isEmpty();
    assertThat(
            shared.removedFrom("<|im_start|>user\nWhat is 2?<|im_end|>\n<|im_start|>assistant\n"))
        .isEqualTo("What is 2?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nQ 1<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        "<s>[INST] Q 1 [/INST]",
        "<bos><start_of_turn>user\nQ 1<end_of_turn>\n<start_of_turn>model\n",
        "<｜begin▁of▁sentence｜><｜User｜>Q 1<｜Assistant｜>",
        "  Q 1\n"
      })
  void removedFrom_chatTemplates_leavesTheQuestion(String text) {
    assertThat(SharedText.NONE.removedFrom(text)).isEqualTo("Q 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"If a < b and |c| > 2, then <s> is struck.", "f(x) = [x] [y]", "system user"})
  void removedFrom_plainTexts_staysAsItIs(String text) {
    assertThat(SharedText.NONE.removedFrom(text)).isEqualTo(text);
  }

  @Test
  void removedFrom_nothingLeft_staysWhole() {
    SharedText shared = shared(20, i -> CHAT_BEFORE + question(i) + CHAT_AFTER);
    String template = CHAT_BEFORE + CHAT_AFTER;
    assertThat(shared.removedFrom(template)).isEqualTo(template);
    assertThat(shared.removedFrom("<|im_end|>")).isEqualTo("<|im_end|>");
    assertThat(shared(20, _ -> "a b c d e f g h i").removedFrom("a b c d e f g h i"))
        .isEqualTo("a b c d e f g h i");
  }

  @Test
  void of_questionsThatBeginAlike_takesNothing() {
    assertThat(shared(100, i -> "Now, " + question(i)).described()).isEmpty();
    assertThat(shared(7, i -> CHAT_BEFORE + question(i)).described()).isEmpty(); // fewer than 8
  }

  /// 9 of 100 are fewer than a tenth, 10 are not.
  @Test
  void of_templateOfFewPrompts_staysBelowATenth() {
    IntFunction<IntFunction<String>> few =
        count -> i -> i < count ? OTHER_BEFORE + question(i) : question(i);
    assertThat(shared(100, few.apply(9)).beginnings()).isEmpty();
    assertThat(shared(100, few.apply(10)).beginnings()).hasSize(1);
  }

  @Test
  void described_andToString_haveLengthsOnly() {
    SharedText shared = shared(20, i -> CHAT_BEFORE + question(i));
    assertThat(shared.described())
        .containsExactly("a beginning of 11 words in 100 % of the prompts");
    assertThat(shared.toString()).doesNotContain("helpful");
  }

  @Test
  void restore_throughBytes_takesOffTheSame() {
    PoolFile wrapped = pool(40, i -> OTHER_BEFORE + question(i) + CHAT_AFTER);
    PoolEncoder encoder = Encoders.parse("hash:dim=32").fit(wrapped);
    PoolEncoder restored =
        PoolEncoder.restore(SnapshotFormat.read(SnapshotFormat.write(encoder.snapshot())));
    assertThat(restored.sharedText()).isEqualTo(encoder.sharedText());
    assertThat(restored.encode(wrapped).row(7)).containsExactly(encoder.encode(wrapped).row(7));
  }

  @Test
  void restore_unsound_isRefused() {
    List<long[]> wrong = new ArrayList<>();
    wrong.add(new long[] {1});
    wrong.add(new long[] {2, 0});
    wrong.add(new long[] {-1, 2});
    for (long[] counts : wrong) {
      Snapshot unsound =
          new Snapshot.Builder()
              .longs("counts", counts)
              .doubles("shares", new double[] {1})
              .text("piece-0", "a")
              .build();
      assertThatThrownBy(() -> SharedText.restored(unsound))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              """
              The snapshot's shared texts (1) do not add up with their counts.
              Maybe another version wrote it.\
              """);
    }
  }

  @Test
  void cache_otherTemplate_findsNothingOfTheFirst() {
    // What is kept is filed under the bare text: equal questions are equal whatever was around
    // them.
    SharedText first = shared(20, i -> CHAT_BEFORE + question(i));
    SharedText second = shared(20, i -> OTHER_BEFORE + question(i));
    assertThat(TextKey.of(first.removedFrom(CHAT_BEFORE + question(3))))
        .isEqualTo(TextKey.of(second.removedFrom(OTHER_BEFORE + question(3))))
        .isNotEqualTo(TextKey.of(second.removedFrom(CHAT_BEFORE + question(3))));
  }

  @Test
  void piece_share_isOfThePromptsLookedAt() {
    SharedText shared = shared(30, i -> (i < 20 ? OTHER_BEFORE : "") + question(i));
    assertThat(shared.beginnings().getFirst().share()).isCloseTo(2.0 / 3, within(1e-12));
  }
}
