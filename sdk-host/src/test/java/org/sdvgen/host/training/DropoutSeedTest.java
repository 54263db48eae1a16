package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;

/** Masks of dropout that came back at every step would leave elements untrained for good. */
final class DropoutSeedTest {
  private static final int STEPS = 6;

  @TempDir private Path folder;

  /** Both tracks at every step, and the first of them in three micro-batches. */
  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("max_train_steps", Integer.toString(STEPS))
        .with("switch.name", "all")
        .with("track.short.micro_batch_size", "1");
  }

  private static List<Long> seeds(FakeRun run, int stopAfter) {
    List<Long> seeds = new ArrayList<>();
    try (Sdvgen sdvgen =
        run.builder()
            .plugin(new TestPlugin())
            .trainingModel(model -> new SeedNotes(model, seeds))
            .open()) {
      Trainer trainer = sdvgen.trainer();
      trainer.train(
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              if (report.step() + 1 == stopAfter) {
                trainer.requestStop();
              }
            }
          });
    }
    return seeds;
  }

  @Test
  void everyMicroBatchOfEveryStepHasASeedOfItsOwn() {
    List<Long> seeds = seeds(run("a"), STEPS);
    assertEquals(STEPS * (3 + 1), seeds.size());
    assertEquals(seeds.size(), Set.copyOf(seeds).size());
  }

  @Test
  void aResumedRunGoesOnWithTheSeedsOfItsSteps() {
    List<Long> whole = seeds(run("a"), STEPS);
    List<Long> parts = new ArrayList<>(seeds(run("b"), 2));
    parts.addAll(seeds(run("b"), STEPS));
    assertEquals(whole, parts);
  }

  @Test
  void anotherRunSeedGivesOtherMasks() {
    List<Long> both = new ArrayList<>(seeds(run("a").with("seed", "1"), STEPS));
    both.addAll(seeds(run("b").with("seed", "2"), STEPS));
    assertEquals(both.size(), Set.copyOf(both).size());
  }
}
