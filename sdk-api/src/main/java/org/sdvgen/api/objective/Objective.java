package org.sdvgen.api.objective;

import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Sample;

/**
 * The loss that one training track minimises. It works in two parts: {@link #load} turns a sample
 * into pixels on a worker thread, {@link #step} does everything that needs the model.
 */
public interface Objective {
  /**
   * The kind of sample that this objective takes.
   *
   * @return a class or interface; the track's data source must give instances of it
   */
  Class<? extends Sample> sampleType();

  /**
   * The ways of giving a reference that this objective can use; the backbone must take at least one
   * of them. An objective that puts a {@link org.sdvgen.api.backbone.Reference} into the denoiser's
   * input uses {@link ReferenceMode#TOKENS}.
   *
   * @return the modes; empty if the objective works without a reference
   */
  Set<ReferenceMode> references();

  /**
   * Whether this objective trains on clips or on single frames.
   *
   * @return true if the track's configured number of frames is used, false if it is 1
   */
  boolean usesClips();

  /**
   * This objective for comparing gradients on held-out samples (paper, section 4): loading and loss
   * are the same, crops included, but no sample loses its whole reference by chance.
   *
   * @return this objective, or a variant of it if samples do lose theirs
   */
  default Objective withoutReferenceDrop() {
    return this;
  }

  /**
   * Checks that a sample can be loaded at a size, as far as that is known without opening its
   * files. The host checks every sample before the first step.
   *
   * @param sample a sample of the kind {@link #sampleType}
   * @param shape size and length that it would be read at
   * @throws org.sdvgen.api.error.InputException if {@link #load} is certain to fail
   */
  default void check(Sample sample, TrackShape shape) {}

  /**
   * The prompt that a sample conditions the model with, without opening its files. The host checks
   * before the first step that the model takes it.
   *
   * @param sample a sample of the kind {@link #sampleType}
   * @param backbone the model's specification
   * @return the prompt of {@link #load}, which may also leave it out by chance; empty if it is
   *     known only by loading
   * @throws org.sdvgen.api.error.InputException if the sample's prompt is at fault
   */
  default Optional<String> prompt(Sample sample, BackboneSpec backbone) {
    return Optional.empty();
  }

  /**
   * Loads the pixels and the prompt of a sample. A pure function of its arguments: it runs on
   * worker threads ahead of the trainer.
   *
   * @param sample a sample of the kind {@link #sampleType}
   * @param context sizes, model specification and draws
   * @return pixels and prompt
   * @throws org.sdvgen.api.error.InputException if the sample's files or prompt are at fault
   */
  Example load(Sample sample, LoadContext context);

  /**
   * Computes the loss of a micro-batch and adds its gradients.
   *
   * @param batch loaded examples
   * @param model the model in training
   * @param gradients takes the gradients of {@code batch.share()} times the mean loss
   * @return the mean loss over the micro-batch's samples, and further figures to log
   */
  StepResult step(MicroBatch batch, TrainingModel model, GradientBuffer gradients);
}
