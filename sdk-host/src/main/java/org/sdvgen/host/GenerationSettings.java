package org.sdvgen.host;

import java.util.Optional;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Fit;

/**
 * How to generate. The same settings appear in the configuration under {@code generate.*} and in a
 * {@link GenerationRequest}; the request's come first, then the configuration's, then the defaults
 * named here.
 *
 * @param negativePrompt what the video should not show; nothing by default
 * @param numInferenceSteps denoising steps; the backbone's own number by default
 * @param guidanceScale scale of classifier-free guidance, the backbone's own by default; 1 or less
 *     for none
 * @param guidanceSchedule how the scale changes over the steps, constant by default
 * @param guidanceReference whether the reference goes to both halves of guidance, as in the paper's
 *     code and by default, or to the conditional half only
 * @param scheduler the solver's name; the backbone's first by default
 * @param height rows in pixels; the backbone's native height by default
 * @param width columns in pixels; the backbone's native width by default
 * @param numFrames frames; the backbone's native length by default
 * @param fps frames per second; the backbone's native rate by default
 * @param seed seeds all noise, 420 by default as in the paper
 * @param referenceFit how the reference picture is brought to the video's shape, contain by default
 * @param referenceSampling how the reference's latents come from their posterior, as the backbone
 *     is usually sampled by default
 * @param referenceMode how the reference enters the denoiser, as tokens by default if the backbone
 *     can
 */
public record GenerationSettings(
    @Setting(doc = "What the video should not show (default: nothing)")
        Optional<String> negativePrompt,
    @Setting(doc = "Denoising steps (default: the backbone's)") Optional<Integer> numInferenceSteps,
    @Setting(
            doc = "Scale of classifier-free guidance, 1 or less for none (default: the backbone's)")
        Optional<Double> guidanceScale,
    @Setting(doc = "How the scale changes over the steps (default constant)")
        Optional<GuidanceSchedule> guidanceSchedule,
    @Setting(doc = "Which halves of guidance see the reference (default both)")
        Optional<GuidanceReference> guidanceReference,
    @Setting(doc = "Solver (default: the backbone's first)") Optional<String> scheduler,
    @Setting(doc = "Rows in pixels (default: the backbone's native height)")
        Optional<Integer> height,
    @Setting(doc = "Columns in pixels (default: the backbone's native width)")
        Optional<Integer> width,
    @Setting(doc = "Frames (default: the backbone's native length)") Optional<Integer> numFrames,
    @Setting(doc = "Frames per second (default: the backbone's native rate)") Optional<Double> fps,
    @Setting(doc = "Seeds all noise (default 420)") Optional<Long> seed,
    @Setting(doc = "How the reference picture is brought to the video's shape (default contain)")
        Optional<Fit> referenceFit,
    @Setting(
            doc = "How the reference's latents come from their posterior (default: the backbone's)")
        Optional<ReferenceSampling> referenceSampling,
    @Setting(doc = "How the reference enters the denoiser: tokens or first_frame (default: tokens)")
        Optional<ReferenceMode> referenceMode) {
  /** The seed of the paper's generation. */
  public static final long DEFAULT_SEED = 420;

  /** Checks the ranges. */
  public GenerationSettings {
    positive("num_inference_steps", numInferenceSteps);
    positive("height", height);
    positive("width", width);
    positive("num_frames", numFrames);
    positive("fps", fps);
    if (guidanceScale.isPresent() && !Double.isFinite(guidanceScale.get())) {
      throw new IllegalArgumentException(
          "guidance_scale must be a finite number, not " + guidanceScale.get());
    }
  }

  private static void positive(String key, Optional<? extends Number> value) {
    if (value.isPresent() && !(value.get().doubleValue() > 0)) {
      throw new IllegalArgumentException(key + " must be above 0, not " + value.get());
    }
  }

  /**
   * These settings, and another's where these say nothing.
   *
   * @param other the settings that come second
   * @return both
   */
  public GenerationSettings over(GenerationSettings other) {
    return new GenerationSettings(
        negativePrompt.or(other::negativePrompt),
        numInferenceSteps.or(other::numInferenceSteps),
        guidanceScale.or(other::guidanceScale),
        guidanceSchedule.or(other::guidanceSchedule),
        guidanceReference.or(other::guidanceReference),
        scheduler.or(other::scheduler),
        height.or(other::height),
        width.or(other::width),
        numFrames.or(other::numFrames),
        fps.or(other::fps),
        seed.or(other::seed),
        referenceFit.or(other::referenceFit),
        referenceSampling.or(other::referenceSampling),
        referenceMode.or(other::referenceMode));
  }

  /**
   * These settings for videos of another shape.
   *
   * @param rows in place of {@code height}
   * @param columns in place of {@code width}
   * @param count in place of {@code num_frames}
   * @return the settings
   */
  public GenerationSettings withShape(
      Optional<Integer> rows, Optional<Integer> columns, Optional<Integer> count) {
    return new GenerationSettings(
        negativePrompt,
        numInferenceSteps,
        guidanceScale,
        guidanceSchedule,
        guidanceReference,
        scheduler,
        rows,
        columns,
        count,
        fps,
        seed,
        referenceFit,
        referenceSampling,
        referenceMode);
  }

  /** Which halves of classifier-free guidance see the reference. */
  public enum GuidanceReference {
    /** Both, so that guidance strengthens the prompt alone. */
    BOTH,
    /** Only the one with the prompt, so that guidance strengthens the subject too. */
    CONDITIONAL
  }

  /** How latents come from the codec's posterior. */
  public enum ReferenceSampling {
    /** A random draw, as in training. */
    SAMPLE,
    /** The mean. */
    MODE
  }
}
