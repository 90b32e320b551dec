package dev.coxswain.trainer.loop;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.Permutation;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import dev.coxswain.trainer.task.Demonstration;
import dev.coxswain.trainer.task.Demonstrations;
import dev.coxswain.trainer.task.Problem;
import dev.coxswain.trainer.task.ProblemSets;
import dev.coxswain.trainer.task.SetSizes;
import dev.coxswain.trainer.task.Task;
import dev.coxswain.trainer.task.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The smallest task there is: of three letters, say the first. 216 problems in all.
record Echo() implements Task {

  private static final String LETTERS = "abcdef";
  private static final int PROBLEMS = 216;
  private static final int FIRST_LETTER = 2; // token ids 0 and 1 are padding and end

  static Problem problem(int number) {
    int[] letters = {number / 36, number / 6 % 6, number % 6};
    StringBuilder id = new StringBuilder();
    Arrays.stream(letters).forEach(letter -> id.append(LETTERS.charAt(letter)));
    int[] tokens = Arrays.stream(letters).map(letter -> FIRST_LETTER + letter).toArray();
    return new Problem(new Prompt(id.toString(), id.toString(), Optional.empty()), tokens);
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Vocabulary vocabulary() {
    return new Vocabulary(
        Stream.concat(Stream.of("<pad>", "<end>"), LETTERS.chars().mapToObj(Character::toString))
            .toList());
  }

  @Override
  public int promptLength() {
    return 3;
  }

  @Override
  public int maxAnswerLength() {
    return 3;
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    return Arrays.equals(answer, new int[] {problem.tokens()[0]});
  }

  @Override
  public ProblemSets problemSets(SetSizes sizes, long seed) {
    int[] fixed = Permutation.of(PROBLEMS, RandomKey.of(999, "sets").generator());
    int validation = sizes.evaluation() + sizes.validation();
    int[] rest = Arrays.copyOfRange(fixed, validation, PROBLEMS);
    int[] order = Permutation.of(rest.length, RandomKey.of(seed, "pool").generator());
    return new ProblemSets(
        problems(Arrays.stream(fixed).limit(sizes.evaluation())),
        problems(Arrays.stream(fixed).limit(validation).skip(sizes.evaluation())),
        problems(Arrays.stream(order).map(i -> rest[i]).limit(sizes.pool())));
  }

  private static List<Problem> problems(IntStream numbers) {
    return numbers.mapToObj(Echo::problem).toList();
  }

  @Override
  public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    Set<String> reserved = sets.reservedIds();
    RandomGenerator rng = key.generator();
    return () -> {
      Problem problem = problem(rng.nextInt(PROBLEMS));
      while (reserved.contains(problem.id())) {
        problem = problem(rng.nextInt(PROBLEMS));
      }
      return new Demonstration(problem, new int[] {problem.tokens()[0], 1});
    };
  }

  @Override
  public Encoder encoder() {
    return prompts -> Embeddings.of(prompts.stream().map(Echo::oneHot).toArray(float[][]::new));
  }

  /// (18): a one for each place's letter.
  private static float[] oneHot(Prompt prompt) {
    float[] row = new float[3 * LETTERS.length()];
    for (int place = 0; place < 3; place++) {
      row[place * LETTERS.length() + LETTERS.indexOf(prompt.id().charAt(place))] = 1;
    }
    return row;
  }
}
