package dev.coxswain.cli;

import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.trainer.loop.Practice;
import dev.coxswain.trainer.world.Course;
import dev.coxswain.trainer.world.World;
import java.util.Arrays;

/// Who is trained in a demonstration: a policy, or the simulation of one.
interface Trainee {

  Pool pool();

  /// (N, d).
  Embeddings embeddings();

  /// Practises a step's prompts.
  ///
  /// @param step from 1, never going back
  /// @param prompts (n) indices in the pool
  Practice.Practised practise(int step, int[] prompts);

  /// A small language model that really learns.
  record Real(Practice practice) implements Trainee {

    @Override
    public Pool pool() {
      return practice.pool();
    }

    @Override
    public Embeddings embeddings() {
      return practice.embeddings();
    }

    @Override
    public Practice.Practised practise(int step, int[] prompts) {
      return practice.practise(step, prompts);
    }
  }

  /// A world whose success rates move as it is trained on.
  record Simulated(World world, Course course) implements Trainee {

    private static final long TOKENS = 400; // a rollout, so that savings have a unit

    @Override
    public Pool pool() {
      return world.pool();
    }

    @Override
    public Embeddings embeddings() {
      return world.embeddings();
    }

    @Override
    public Practice.Practised practise(int step, int[] prompts) {
      course.enter(step);
      int[] successes = Arrays.stream(prompts).map(course::rollOut).toArray();
      course.train(prompts, successes);
      long[] tokens = new long[prompts.length];
      Arrays.fill(tokens, TOKENS * world.groupSize());
      return new Practice.Practised(successes, tokens);
    }
  }
}
