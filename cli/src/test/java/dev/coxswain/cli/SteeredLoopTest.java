package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.embedding.Embeddings;
import dev.coxswain.prompt.Pool;
import dev.coxswain.trainer.loop.Practice;
import dev.coxswain.trainer.loop.TrainingConfig;
import dev.coxswain.trainer.task.Countdown;
import dev.coxswain.trainer.update.Algorithm;
import dev.coxswain.trainer.world.SimulatedWorld;
import dev.coxswain.trainer.world.SimulatedWorlds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SteeredLoopTest {

  private static final int GROUP = 8;

  @TempDir private Path folder;
  private SteeredServer server;

  @BeforeEach
  void start() {
    server = new SteeredServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Trainee simulated() {
    SimulatedWorld world = SimulatedWorlds.parse("improving:prompts=60:topics=3", GROUP);
    return new Trainee.Simulated(world, world.begin(1));
  }

  /// Remembers what a trainee practised, as it was told.
  private record Noted(Trainee trainee, List<String> practised) implements Trainee {

    @Override
    public Pool pool() {
      return trainee.pool();
    }

    @Override
    public Embeddings embeddings() {
      return trainee.embeddings();
    }

    @Override
    public Practice.Practised practise(int step, int[] prompts) {
      Practice.Practised came = trainee.practise(step, prompts);
      for (int i = 0; i < prompts.length; i++) {
        practised.add(
            "%s %d %d"
                .formatted(pool().get(prompts[i]).id(), came.successes()[i], came.tokens()[i]));
      }
      return came;
    }
  }

  private List<String> observed(String run, int seq) throws Exception {
    List<String> observed = new ArrayList<>();
    for (JsonNode ticket :
        server.get("/v1/runs/%s/batches/%d".formatted(run, seq)).get("tickets")) {
      observed.add(
          "%s %d %d"
              .formatted(
                  ticket.get("prompt_id").textValue(),
                  ticket.at("/outcome/successes").intValue(),
                  ticket.at("/outcome/tokens").longValue()));
    }
    return observed;
  }

  @Test
  void step_reportsWhatTheTraineeMadeOfTheBatch() throws Exception {
    List<String> practised = new ArrayList<>();
    SteeredLoop loop = new SteeredLoop(server.uri(), new Noted(simulated(), practised), "one");
    loop.begin("pool", "mopps", GROUP);
    loop.step(1, 1, 16, GROUP);
    assertThat(practised).hasSize(16);
    assertThat(observed("one", 1)).isEqualTo(practised);
    assertThat(server.get("/v1/pools/pool").get("prompts").intValue()).isEqualTo(60);
    loop.rewind(0);
    assertThat(server.get("/v1/runs/one").get("batches").intValue()).isZero();
  }

  /// What `demo --real` does, with a model of one layer.
  @Test
  void step_ofALanguageModel_reportsWhatItsAnswersWereWorth() throws Exception {
    TrainingConfig usual = TrainingConfig.usual(Countdown.defaults(), Algorithm.Grpo.usual());
    TrainingConfig small =
        usual
            .with(usual.learningRates(), 4, GROUP, 32, 1, 1, usual.evaluateOn(), 2, false)
            .sized(new TrainingConfig.PolicySize(1, 16, 2));
    List<String> practised = new ArrayList<>();
    try (Practice practice =
        Practice.begin(small, 0, folder.resolve("cache"), (step, total, loss) -> {})) {
      Trainee trainee = new Noted(new Trainee.Real(practice), practised);
      SteeredLoop loop = new SteeredLoop(server.uri(), trainee, "real");
      loop.begin("countdown", "mopps", GROUP);
      loop.step(1, 1, 4, GROUP);
      loop.step(2, 2, 4, GROUP);
    }
    List<String> observed = observed("real", 1);
    observed.addAll(observed("real", 2));
    assertThat(observed).isEqualTo(practised).hasSize(8).noneMatch(it -> it.endsWith(" 0"));
  }
}
