package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
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
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;
import org.sdvgen.testkit.asserting.AssertingBackbone;

/** The contract of objectives, tested on the fake backbone. */
public abstract class ObjectiveContractTest {
  private static final StepDraws LOADING = new StepDraws(Draws.seeded(), 1, 0, "load");
  private static final StepDraws TRAINING = new StepDraws(Draws.seeded(), 1, 0, "train");

  private final Backbone backbone = new AssertingBackbone(new FakeBackbone(FakeSettings.DEFAULT));
  private final Adapted adapted = Adapted.of(backbone, new LoraSettings(2, 4, 0, List.of()));
  private final TrainingModel model =
      TrainingModel.of(backbone, backbone.latentCodec()).withDenoiser(adapted.denoiser());

  /** For subclasses. */
  protected ObjectiveContractTest() {}

  /**
   * Makes the objective with settings that use all of its randomness.
   *
   * @return the objective
   */
  protected abstract Objective newObjective();

  /**
   * Samples of the objective's kind.
   *
   * @param index a small number
   * @return a sample; samples of different numbers differ
   */
  protected abstract Sample sample(int index);

  @AfterEach
  final void close() {
    backbone.close();
  }

  /** Samples are of the announced kind. */
  @Test
  void takesItsKindOfSample() {
    assertInstanceOf(newObjective().sampleType(), sample(0));
  }

  /** Loading depends on sample and context alone, and keeps the stream's position. */
  @Test
  void loadingIsPure() {
    Example first = load(5);
    Example again = load(5);
    assertEquals(5, first.position());
    assertEquals(first.id(), again.id());
    assertEquals(first.prompt(), again.prompt());
    first
        .clips()
        .forEach((role, clip) -> assertArrayEquals(clip.values(), again.clip(role).values()));
  }

  /** The prompt is known before loading, and no sample that loads is refused. */
  @Test
  void saysThePromptBeforehand() {
    Objective objective = newObjective();
    objective.check(sample(5), shape(objective));
    String loaded = load(5).prompt();
    objective
        .prompt(sample(5), backbone.spec())
        .ifPresent(prompt -> assertTrue(Set.of(prompt, "").contains(loaded), loaded));
  }

  /** Clips have the track's size, and more than one frame only if the objective says so. */
  @Test
  void loadsTheTracksShape() {
    Objective objective = newObjective();
    TrackShape shape = shape(objective);
    for (PixelClip clip : load(0).clips().values()) {
      assertEquals(shape.height(), clip.height());
      assertEquals(shape.width(), clip.width());
      assertTrue(objective.usesClips() || clip.frames() == 1, "a picture has one frame");
    }
  }

  /** Equal steps give equal bits. */
  @Test
  void stepsRepeatTheirBits() {
    try (NDManager scope = backbone.newScope();
        GradientBuffer first = buffer(scope);
        GradientBuffer second = buffer(scope)) {
      assertEquals(step(0, 3, 1, first).loss(), step(0, 3, 1, second).loss());
      first
          .all()
          .forEach((name, sum) -> TensorAssertions.assertSameBits(sum, second.get(name), name));
    }
  }

  /** A batch in parts gives the gradient of the whole, and their losses' mean. */
  @Test
  void partsAddUpToTheWhole() {
    try (NDManager scope = backbone.newScope();
        GradientBuffer whole = buffer(scope);
        GradientBuffer parts = buffer(scope)) {
      double loss = step(0, 3, 1, whole).loss();
      double first = step(0, 1, 1 / 3.0, parts).loss();
      double rest = step(1, 3, 2 / 3.0, parts).loss();
      assertEquals(loss, (first + 2 * rest) / 3, 1e-5 * loss);
      whole
          .all()
          .forEach((name, sum) -> TensorAssertions.assertClose(sum, parts.get(name), 1e-4, name));
    }
  }

  /** The share scales the gradient, not the loss. */
  @Test
  void shareScalesTheGradient() {
    try (NDManager scope = backbone.newScope();
        GradientBuffer full = buffer(scope);
        GradientBuffer half = buffer(scope)) {
      assertEquals(step(0, 2, 1, full).loss(), step(0, 2, 0.5, half).loss(), 0);
      full.all()
          .forEach(
              (name, sum) -> {
                NDArray halved = sum.mul(0.5f);
                TensorAssertions.assertClose(halved, half.get(name), 1e-6, name);
              });
    }
  }

  /** A step leaves no array behind. */
  @Test
  void stepsLeaveNothing() {
    MicroBatch batch = batch(0, 2, 1);
    try (NDManager scope = backbone.newScope();
        GradientBuffer gradients = buffer(scope)) {
      newObjective().step(batch, model, gradients);
      NativeMemory.assertNothingLeft(() -> newObjective().step(batch, model, gradients));
    }
  }

  private GradientBuffer buffer(NDManager scope) {
    return new GradientBuffer(scope, adapted.parameters());
  }

  private StepResult step(int from, int to, double share, GradientBuffer gradients) {
    return newObjective().step(batch(from, to, share), model, gradients);
  }

  private MicroBatch batch(int from, int to, double share) {
    List<Example> examples = IntStream.range(from, to).mapToObj(this::load).toList();
    return new MicroBatch(examples, shape(newObjective()), share, 0, TRAINING);
  }

  private Example load(int index) {
    Objective objective = newObjective();
    LoadContext context = new LoadContext(shape(objective), backbone.spec(), LOADING.sample(index));
    return objective.load(sample(index), context);
  }

  private static TrackShape shape(Objective objective) {
    return new TrackShape(8, 12, objective.usesClips() ? 5 : 1, 8, Fit.COVER);
  }
}
