package org.sdvgen.objectives;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.StepResult;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;

/** A watched fake backbone whose weights are all trained, and short ways to make steps on it. */
final class Rig implements AutoCloseable {
  static final int HEIGHT = 8;
  static final int WIDTH = 12;
  static final int FRAMES = 9;

  final FakeBackbone backbone = new FakeBackbone(FakeSettings.DEFAULT);
  final MasterWeights weights = backbone.parameters().masters(List.of(".*"));
  final WatchedModel model =
      new WatchedModel(
          TrainingModel.of(backbone, backbone.latentCodec())
              .withDenoiser(backbone.denoiser(Tuning.of(weights))));
  private final NDManager scope = backbone.newScope();
  private final Draws draws;

  Rig(Draws draws) {
    this.draws = draws;
  }

  static Rig seeded() {
    return new Rig(Draws.seeded());
  }

  GradientBuffer buffer() {
    return new GradientBuffer(scope, weights.parameters());
  }

  Example load(Objective objective, Sample sample, long position) {
    StepDraws loading = new StepDraws(draws, 1, 0, "load");
    return objective.load(
        sample, new LoadContext(shape(objective), backbone.spec(), loading.sample(position)));
  }

  private static TrackShape shape(Objective objective) {
    return new TrackShape(HEIGHT, WIDTH, objective.usesClips() ? FRAMES : 1, 8, Fit.COVER);
  }

  /** The batch of a step: positions {@code from} to {@code to - 1} of an endless stream. */
  MicroBatch batch(Objective objective, IntFunction<Sample> samples, int from, int to, int step) {
    List<Example> examples =
        IntStream.range(from, to)
            .mapToObj(position -> load(objective, samples.apply(position), position))
            .toList();
    return new MicroBatch(examples, shape(objective), 1, 0, new StepDraws(draws, 1, step, "train"));
  }

  StepResult step(Objective objective, MicroBatch batch) {
    try (GradientBuffer gradients = buffer()) {
      return objective.step(batch, model, gradients);
    }
  }

  @Override
  public void close() {
    scope.close();
    backbone.close();
  }
}
