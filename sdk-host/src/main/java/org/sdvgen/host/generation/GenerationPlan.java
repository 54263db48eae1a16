package org.sdvgen.host.generation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.GenerationSettings.GuidanceReference;
import org.sdvgen.host.GenerationSettings.ReferenceSampling;
import org.sdvgen.host.GuidanceSchedule;

/**
 * Settings with nothing left open, checked against the model.
 *
 * @param negativePrompt text of the unconditional half
 * @param solver solver and number of steps
 * @param guidanceScale scale of classifier-free guidance
 * @param guidanceSchedule how it changes
 * @param guidanceReference which halves see the reference
 * @param height height in pixels
 * @param width width in pixels
 * @param frames number of frames
 * @param fps frames per second
 * @param seed seeds all noise
 * @param referenceFit how the reference is brought to the video's shape
 * @param referenceSampling how its latents come from their posterior
 * @param referenceMode how it enters the denoiser
 * @param guided whether every step needs two predictions
 */
record GenerationPlan(
    String negativePrompt,
    SolverChoice solver,
    double guidanceScale,
    GuidanceSchedule guidanceSchedule,
    GuidanceReference guidanceReference,
    int height,
    int width,
    int frames,
    double fps,
    long seed,
    Fit referenceFit,
    ReferenceSampling referenceSampling,
    ReferenceMode referenceMode,
    boolean guided) {
  /**
   * Fills in what settings leave open.
   *
   * @param settings the request's settings over the configuration's
   * @param spec the model
   * @return the plan
   * @throws InputException if the model does not take the size, the length or the way of giving the
   *     reference; it names what it takes
   */
  static GenerationPlan of(GenerationSettings settings, BackboneSpec spec) {
    ShapeRules rules = spec.shapes();
    double scale = settings.guidanceScale().orElse(spec.sampling().guidanceScale());
    GenerationPlan plan =
        new GenerationPlan(
            settings.negativePrompt().orElse(""),
            new SolverChoice(
                settings.scheduler(),
                settings.numInferenceSteps().orElse(spec.sampling().steps()),
                settings.flowShift().map(OptionalDouble::of).orElse(OptionalDouble.empty())),
            scale,
            settings.guidanceSchedule().orElse(GuidanceSchedule.CONSTANT),
            settings.guidanceReference().orElse(GuidanceReference.BOTH),
            settings.height().orElse(rules.height()),
            settings.width().orElse(rules.width()),
            settings.numFrames().orElse(rules.frames()),
            settings.fps().orElse(rules.framesPerSecond()),
            settings.seed().orElse(GenerationSettings.DEFAULT_SEED),
            settings.referenceFit().orElse(Fit.CONTAIN),
            settings.referenceSampling().orElse(usualSampling(spec)),
            settings.referenceMode().orElse(usualMode(spec)),
            scale > 1 && spec.guidance() == Guidance.CLASSIFIER_FREE);
    plan.check(spec, settings.guidanceScale());
    settings.referenceMode().ifPresent(mode -> plan.checkMode(mode, spec));
    return plan;
  }

  private static ReferenceSampling usualSampling(BackboneSpec spec) {
    return spec.sampling().meanReference() ? ReferenceSampling.MODE : ReferenceSampling.SAMPLE;
  }

  /** The first of the model's modes; it does not matter where there is none. */
  private static ReferenceMode usualMode(BackboneSpec spec) {
    return spec.references().stream().sorted().findFirst().orElse(ReferenceMode.TOKENS);
  }

  private void check(BackboneSpec spec, Optional<Double> askedScale) {
    List<String> problems = spec.shapes().problems(height, width, frames);
    if (!problems.isEmpty()) {
      throw new InputException(
          "the backbone %s cannot generate this video: %s"
              .formatted(spec.name(), String.join("; ", problems)));
    }
    if (askedScale.isPresent() && askedScale.get() > 1 && !guided) {
      throw new InputException(
          "guidance_scale = %s: the backbone %s takes no classifier-free guidance; leave it out"
              .formatted(askedScale.get(), spec.name()));
    }
  }

  private static String modes(BackboneSpec spec) {
    return spec.references().isEmpty() ? "no mode" : EnumWord.list(spec.references());
  }

  private void checkMode(ReferenceMode mode, BackboneSpec spec) {
    if (!spec.references().contains(mode)) {
      throw new InputException(
          "generate.reference_mode = %s: the backbone %s takes a reference by %s"
              .formatted(EnumWord.of(mode), spec.name(), modes(spec)));
    }
    if (mode == ReferenceMode.FIRST_FRAME && guidanceReference == GuidanceReference.CONDITIONAL) {
      throw new InputException(
          "guidance_reference = conditional: a first frame is part of the video, which both halves"
              + " of guidance see; leave it out");
    }
  }

  /** The shape that the reference picture is brought to. */
  View view() {
    return View.whole(height, width, referenceFit);
  }

  /** Sizes of the latents, (1, c, f, h, w). */
  long[] latentShape(LatentGeometry geometry) {
    return new long[] {
      1,
      geometry.channels(),
      geometry.latentFrames(frames),
      height / geometry.spatialFactor(),
      width / geometry.spatialFactor()
    };
  }
}
