package org.sdvgen.host.training;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.TrainableSettings;

/** Plans a run whose model is not loaded. */
public final class OutlinePlanner {
  private final RunPlanner planner;
  private final RunIdentity identity;
  private final Resumption resumption;
  private final RunSettings run;
  private final TrainableSettings trainable;
  private final LoraSettings lora;

  /**
   * Ready to plan.
   *
   * @param planner says what the run will do
   * @param identity compared with the checkpoint to resume from
   * @param resumption chooses that checkpoint
   * @param run threads
   * @param trainable the selection of trained parameters
   * @param lora the adapter
   */
  @Inject
  OutlinePlanner(
      RunPlanner planner,
      RunIdentity identity,
      Resumption resumption,
      RunSettings run,
      TrainableSettings trainable,
      LoraSettings lora) {
    this.planner = planner;
    this.identity = identity;
    this.resumption = resumption;
    this.run = run;
    this.trainable = trainable;
    this.lora = lora;
  }

  /**
   * Plans the run. A checkpoint to resume from is compared with it in all but the pretrained
   * weights.
   *
   * @param outline the model without its weights
   * @return the plan
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  public TrainingPlan plan(BackboneOutline outline) {
    TrainedWeights.check(trainable, run);
    long parameters =
        outline.trainable(selection()).values().stream().mapToLong(shape -> shape.size()).sum();
    Optional<ResumePoint> resume = resumption.choose();
    resume.ifPresent(
        point -> resumption.compare(point, identity.withModelOf(point.state())).check());
    Selection all = new Selection.Base(List.of(".*"));
    ComputeThreads threads = ComputeThreads.of(run.threads(), outline.trainable(all).values());
    return planner.plan(parameters, threads, resume);
  }

  /** The choice of what is trained: the adapter, or weights of the model itself. */
  private Selection selection() {
    return trainable.mode() == TrainableSettings.Mode.BASE
        ? new Selection.Base(trainable.patterns())
        : new Selection.Adapter(lora);
  }
}
