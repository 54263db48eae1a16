package org.sdvgen.host;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Set;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.StepResult;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.testkit.FakeObjective;

/** The fake objective, with a loss or a gradient that is not finite at chosen steps. */
final class FailingObjective implements Objective {
  /**
   * The steps.
   *
   * @param loss where the loss is NaN
   * @param gradient where the gradient is infinite
   * @param exhausted where the device's memory runs out
   * @param heap where Java's heap runs out
   * @param references modes of which it says that it needs one
   */
  public record Settings(
      @Setting(doc = "Where the loss is NaN", defaultValue = "") List<String> loss,
      @Setting(doc = "Where the gradient is infinite", defaultValue = "") List<String> gradient,
      @Setting(doc = "Where the device's memory runs out", defaultValue = "")
          List<String> exhausted,
      @Setting(doc = "Where Java's heap runs out", defaultValue = "") List<String> heap,
      @Setting(doc = "Modes of which it needs one", defaultValue = "")
          List<ReferenceMode> references) {}

  private final FakeObjective objective = new FakeObjective();
  private final Settings settings;

  FailingObjective(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return objective.sampleType();
  }

  @Override
  public Set<ReferenceMode> references() {
    return Set.copyOf(settings.references());
  }

  @Override
  public boolean usesClips() {
    return objective.usesClips();
  }

  @Override
  public Example load(Sample sample, LoadContext context) {
    return objective.load(sample, context);
  }

  @Override
  public StepResult step(MicroBatch batch, TrainingModel model, GradientBuffer gradients) {
    StepResult result = objective.step(batch, model, gradients);
    String step = Long.toString(batch.draws().step());
    if (settings.exhausted().contains(step)) {
      throw new EngineException("The following operation failed:\nCUDA out of memory. Tried 2 GiB");
    }
    if (settings.heap().contains(step)) {
      throw new OutOfMemoryError("Java heap space");
    }
    if (settings.gradient().contains(step)) {
      gradients.all().values().iterator().next().addi(Float.POSITIVE_INFINITY);
    }
    return settings.loss().contains(step) ? new StepResult(Double.NaN, result.details()) : result;
  }
}
