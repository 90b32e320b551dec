package dev.coxswain.trainer.task;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.embedding.Encoder;
import dev.coxswain.math.RandomKey;
import dev.coxswain.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Several tasks in one pool, in equal parts, for one policy. A prompt is what it is in its own
/// task, without a word of which that is; its id and topic begin with the task's name: `lists/2:6`.
///
/// @param parts at least two tasks of different names, with one vocabulary for all
record Mixture(String name, List<Part> parts) implements Task {

  Mixture {
    parts = List.copyOf(parts);
    if (parts.stream().map(part -> part.task().name()).distinct().count() < 2) {
      throw new IllegalArgumentException(
          "The mixture \"%s\" must be of at least two tasks.".formatted(name));
    }
  }

  /// @throws IllegalArgumentException if they are not at least two, each once
  static Mixture of(String name, Task... tasks) {
    Set<String> tokens = new LinkedHashSet<>();
    for (Task task : tasks) {
      tokens.addAll(task.vocabulary().tokens());
    }
    Vocabulary shared = new Vocabulary(List.copyOf(tokens));
    return new Mixture(name, Stream.of(tasks).map(task -> new Part(task, shared)).toList());
  }

  /// Countdown, modular chains and list programs.
  static Mixture defaults() {
    return of("mixture", Countdown.defaults(), Chains.defaults(), ListPrograms.defaults());
  }

  @Override
  public Vocabulary vocabulary() {
    return parts.getFirst().shared();
  }

  /// The longest prompts'.
  @Override
  public int promptLength() {
    return parts.stream().mapToInt(part -> part.task().promptLength()).max().orElseThrow();
  }

  /// The longest answers'.
  @Override
  public int maxAnswerLength() {
    return parts.stream().mapToInt(part -> part.task().maxAnswerLength()).max().orElseThrow();
  }

  @Override
  public boolean solves(Problem problem, int[] answer) {
    Part part = parts.get(partOf(problem.prompt()));
    return part.task().solves(part.own(problem), part.own(answer));
  }

  /// Each task's own sets, of its part of the sizes, in turn. A set that is smaller than there are
  /// tasks has none of the last ones.
  @Override
  public ProblemSets problemSets(SetSizes sizes, long seed) {
    List<ProblemSets> own =
        IntStream.range(0, parts.size())
            .mapToObj(i -> {
              int evaluation = share(sizes.evaluation(), i);
              int validation = share(sizes.validation(), i);
              int pool = share(sizes.pool(), i);
              SetSizes atLeastOne =
                  new SetSizes(Math.max(evaluation, 1), Math.max(validation, 1), Math.max(pool, 1));
              ProblemSets drawn = parts.get(i).task().problemSets(atLeastOne, seed);
              return new ProblemSets(
                  drawn.evaluation().subList(0, evaluation),
                  drawn.validation().subList(0, validation),
                  drawn.pool().subList(0, pool));
            })
            .toList();
    return new ProblemSets(
        inTurn(own, ProblemSets::evaluation),
        inTurn(own, ProblemSets::validation),
        inTurn(own, ProblemSets::pool));
  }

  /// What the part has of so many in all: as much as the others, or one more.
  private int share(int total, int part) {
    return (total - part + parts.size() - 1) / parts.size();
  }

  /// One of the first part, one of the second, and so on, in this task's tokens.
  private List<Problem> inTurn(List<ProblemSets> own, Function<ProblemSets, List<Problem>> set) {
    return inTurn(own.stream().map(set).toList());
  }

  private List<Problem> inTurn(List<List<Problem>> own) {
    List<Problem> all = new ArrayList<>();
    int longest = own.stream().mapToInt(Collection::size).max().orElseThrow();
    for (int turn = 0; turn < longest; turn++) {
      for (int i = 0; i < parts.size(); i++) {
        if (turn < own.get(i).size()) {
          all.add(parts.get(i).shared(own.get(i).get(turn), promptLength()));
        }
      }
    }
    return all;
  }

  /// Each task's part of its own.
  @Override
  public List<Problem> outOfDistribution() {
    List<List<Problem>> own =
        IntStream.range(0, parts.size())
            .mapToObj(i -> {
              List<Problem> all = parts.get(i).task().outOfDistribution();
              return all.subList(0, share(all.size(), i));
            })
            .toList();
    return inTurn(own);
  }

  /// Of a random task each.
  @Override
  public Demonstrations demonstrations(ProblemSets sets, RandomKey key) {
    RandomGenerator rng = key.generator();
    List<Demonstrations> own =
        IntStream.range(0, parts.size())
            .mapToObj(i -> {
              Task task = parts.get(i).task();
              return task.demonstrations(
                  ofPart(i, sets), key.forPurpose(key.purpose() + " " + task.name()));
            })
            .toList();
    return () -> {
      int i = rng.nextInt(parts.size());
      Demonstration next = own.get(i).next();
      Part part = parts.get(i);
      return new Demonstration(
          part.shared(next.problem(), promptLength()), part.shared(next.answer()));
    };
  }

  private ProblemSets ofPart(int part, ProblemSets sets) {
    return new ProblemSets(
        ofPart(part, sets.evaluation()),
        ofPart(part, sets.validation()),
        ofPart(part, sets.pool()));
  }

  private List<Problem> ofPart(int part, List<Problem> problems) {
    return problems.stream()
        .filter(problem -> partOf(problem.prompt()) == part)
        .map(parts.get(part)::own)
        .toList();
  }

  /// Beside one another, each task's own embedding, which is 0 for prompts of the others.
  @Override
  public Encoder encoder() {
    List<Encoder> own = parts.stream().map(part -> part.task().encoder()).toList();
    int[] begins = begins(own);
    return prompts -> encoded(prompts, own, begins);
  }

  /// (tasks + 1), where each task's embedding begins, and where the last one ends.
  private int[] begins(List<Encoder> own) {
    SetSizes one = new SetSizes(1, 1, 1);
    int[] begins = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      Prompt any = parts.get(i).task().problemSets(one, 0).pool().getFirst().prompt();
      begins[i + 1] = begins[i] + own.get(i).encode(List.of(any)).width();
    }
    return begins;
  }

  private Embeddings encoded(List<Prompt> prompts, List<Encoder> own, int[] begins) {
    float[][] rows = new float[prompts.size()][begins[parts.size()]];
    for (int i = 0; i < parts.size(); i++) {
      int part = i;
      int[] places =
          IntStream.range(0, rows.length).filter(n -> partOf(prompts.get(n)) == part).toArray();
      if (places.length > 0) {
        List<Prompt> ofPart =
            IntStream.of(places).mapToObj(n -> parts.get(part).own(prompts.get(n))).toList();
        Embeddings embedded = own.get(part).encode(ofPart);
        for (int n = 0; n < places.length; n++) {
          System.arraycopy(embedded.row(n), 0, rows[places[n]], begins[part], embedded.width());
        }
      }
    }
    return Embeddings.of(rows);
  }

  private int partOf(Prompt prompt) {
    return IntStream.range(0, parts.size())
        .filter(i -> parts.get(i).has(prompt))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                """
                The text of prompt "%s" must be a problem of one of %s, whose name its id begins with.
                Maybe the pool belongs to another task; use that task's own encoder.\
                """
                    .formatted(
                        prompt.id(),
                        parts.stream()
                            .map(part -> part.task().name())
                            .collect(Collectors.joining(", ")))));
  }
}
