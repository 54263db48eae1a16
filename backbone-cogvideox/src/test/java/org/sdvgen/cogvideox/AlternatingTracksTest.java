package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.objectives.ClipStart;
import org.sdvgen.objectives.DrawPurposes;
import org.sdvgen.objectives.IdentitySettings;
import org.sdvgen.objectives.LatentSampling;
import org.sdvgen.objectives.MotionSettings;
import org.sdvgen.objectives.ObjectivesPlugin;
import org.sdvgen.objectives.TokenDropSampling;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;

/**
 * Batches of three pictures and of one video in turn on the network itself: prompts of different
 * lengths, samples with and without a reference, references that keep different numbers of tokens.
 */
class AlternatingTracksTest {
  private static final int PICTURES = 3;

  private final Backbone backbone =
      TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, NormLora.REFERENCE));
  private final NDManager scope = backbone.newScope();
  private Adapter adapter = adapter(0.2);
  private final Objective identity =
      objective(
          "identity",
          new IdentitySettings(
              0.5,
              1,
              1.25,
              1,
              1.25,
              TokenPlace.BEFORE_SUBJECT,
              LatentSampling.SAMPLE,
              LatentSampling.SAMPLE));
  private final Objective motion =
      objective(
          "motion",
          new MotionSettings(
              0.5,
              TokenDropSampling.BERNOULLI,
              1,
              ClipStart.RANDOM,
              LatentSampling.SAMPLE,
              LatentSampling.SAMPLE));

  private static Objective objective(String name, Record config) {
    return new ObjectivesPlugin()
        .objectives().stream()
            .filter(factory -> factory.name().equals(name))
            .map(factory -> create(factory, config))
            .findFirst()
            .orElseThrow();
  }

  private static <C extends Record> Objective create(
      ComponentFactory<C, ? extends Objective> factory, Record config) {
    ComponentContext context = new ComponentContext(List.of(), 1, message -> {});
    return factory.create(factory.settingsType().cast(config), context);
  }

  private Adapter adapter(double dropout) {
    return backbone.parameters().newAdapter(new LoraSettings(3, 6, dropout, List.of()), 1);
  }

  private TrainingModel model() {
    return TrainingModel.of(backbone, backbone.latentCodec())
        .withDenoiser(backbone.denoiser(Tuning.of(adapter)));
  }

  @AfterEach
  void close() {
    scope.close();
    backbone.close();
  }

  @Test
  void someBatchHasSamplesWithAndWithoutReference() {
    double[] drops = pictures(0, PICTURES, 1).uniforms(DrawPurposes.VIEW_DROP);
    assertTrue(Arrays.stream(drops).anyMatch(drop -> drop < 0.5), "a view is dropped");
    assertTrue(Arrays.stream(drops).anyMatch(drop -> drop >= 0.5), "a view is kept");
  }

  @Test
  void stepsRepeatTheirBitsWhateverCameBetween() {
    List<float[]> first = new ArrayList<>();
    List<float[]> second = new ArrayList<>();
    for (int step = 0; step < 4; step++) {
      first.add(gradient(step));
    }
    for (int step = 3; step >= 0; step--) {
      second.add(0, gradient(step));
    }
    for (int step = 0; step < 4; step++) {
      assertArrayEquals(first.get(step), second.get(step), 0f, "step " + step);
    }
  }

  @Test
  void partsOfABatchAddUpToTheWhole() {
    adapter = adapter(0);
    try (GradientBuffer whole = buffer();
        GradientBuffer parts = buffer()) {
      double loss = identity.step(pictures(0, 3, 1), model(), whole).loss();
      double first = identity.step(pictures(0, 1, 1 / 3.0), model(), parts).loss();
      double rest = identity.step(pictures(1, 3, 2 / 3.0), model(), parts).loss();
      assertEquals(loss, (first + 2 * rest) / 3, 1e-5 * loss);
      whole
          .all()
          .forEach((name, sum) -> TensorAssertions.assertClose(sum, parts.get(name), 1e-4, name));
    }
  }

  @Test
  void descendsOnBothTracks() {
    adapter = adapter(0);
    for (int track = 0; track < 2; track++) {
      double before = descend(track);
      double after = 0;
      for (int i = 0; i < 4; i++) {
        after = descend(track);
      }
      double end = after;
      assertTrue(end < before, () -> before + " to " + end);
    }
  }

  @Test
  void stepsLeaveNoArrayBehind() {
    gradient(0);
    gradient(1);
    NativeMemory.assertNothingLeft(
        () -> {
          gradient(2);
          gradient(3);
        });
  }

  /** A step of plain gradient descent on the same batch every time. */
  private double descend(int track) {
    try (GradientBuffer gradients = buffer()) {
      double loss = step(track, gradients);
      for (Parameter parameter : adapter.parameters()) {
        try (NDArray change = gradients.get(parameter.name()).mul(0.1f)) {
          parameter.value().subi(change);
        }
      }
      return loss;
    }
  }

  private float[] gradient(int step) {
    try (GradientBuffer gradients = buffer()) {
      step(step, gradients);
      String name = adapter.parameters().get(1).name();
      return gradients.get(name).toFloatArray();
    }
  }

  /** Pictures in even steps, a video in odd ones. */
  private double step(int step, GradientBuffer gradients) {
    MicroBatch batch =
        step % 2 == 0
            ? pictures(PICTURES * step, PICTURES * (step + 1), 1)
            : batch(motion, List.of(load(motion, FakeData.video(step), step)), 1);
    return (step % 2 == 0 ? identity : motion).step(batch, model(), gradients).loss();
  }

  private MicroBatch pictures(int from, int to, double share) {
    List<Example> examples =
        IntStream.range(from, to)
            .mapToObj(position -> load(identity, FakeData.pair(position), position))
            .toList();
    return batch(identity, examples, share);
  }

  private MicroBatch batch(Objective objective, List<Example> examples, double share) {
    StepDraws draws = new StepDraws(Draws.seeded(), 3, 0, "train");
    return new MicroBatch(examples, shape(objective), share, 0, draws);
  }

  private Example load(Objective objective, Sample sample, int position) {
    StepDraws draws = new StepDraws(Draws.seeded(), 3, 0, "load");
    return objective.load(
        sample, new LoadContext(shape(objective), backbone.spec(), draws.sample(position)));
  }

  private TrackShape shape(Objective objective) {
    ShapeRules rules = backbone.spec().shapes();
    int frames = objective.usesClips() ? rules.frameStep() + 1 : 1;
    int unit = rules.sizeMultiple();
    return new TrackShape(2 * unit, 3 * unit, frames, rules.framesPerSecond(), Fit.COVER);
  }

  private GradientBuffer buffer() {
    return new GradientBuffer(scope, adapter.parameters());
  }
}
