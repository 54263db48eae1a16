package org.sdvgen.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.host.config.GenerationReader;

/**
 * How to generate. The same settings appear in the configuration under {@code generate.*} and in a
 * {@link GenerationRequest}; the request's come first, then the configuration's, then the defaults
 * named here.
 *
 * @param negativePrompt describes what the video should not show; empty by default
 * @param numInferenceSteps denoising steps; the backbone's own number by default
 * @param guidanceScale scale of classifier-free guidance, the backbone's own by default; 1 or less
 *     for none
 * @param guidanceSchedule how the scale changes over the steps, constant by default
 * @param guidanceReference whether the reference goes to both halves of guidance, as in the paper's
 *     code and by default, or to the conditional half only
 * @param scheduler the solver's name; the backbone's first by default
 * @param flowShift shift of the noise schedule of flow matching; the checkpoint's by default
 * @param height height in pixels; the backbone's native height by default
 * @param width width in pixels; the backbone's native width by default
 * @param numFrames frames; the backbone's native length by default
 * @param fps frames per second; the backbone's native rate by default
 * @param seed seeds all noise, 420 by default as in the paper
 * @param referenceFit how the reference picture is brought to the video's shape, contain by default
 * @param subjectToken where the subject token stands in a prompt that names its subject, before the
 *     subject by default
 * @param referenceSampling how the reference's latents come from their posterior, as the backbone
 *     is usually sampled by default
 * @param referenceMode how the reference enters the denoiser, as tokens by default if the backbone
 *     can
 */
public record GenerationSettings(
    @Setting(doc = "What the video should not show (default: nothing)", decidesResult = false)
        Optional<String> negativePrompt,
    @Setting(doc = "Denoising steps (default: the backbone's)", decidesResult = false)
        Optional<Integer> numInferenceSteps,
    @Setting(
            doc = "Scale of classifier-free guidance, 1 or less for none (default: the backbone's)",
            decidesResult = false)
        Optional<Double> guidanceScale,
    @Setting(
            doc =
                "How the scale changes over the steps, by diffusers' timestep or by the paper's"
                    + " step (default: constant)",
            decidesResult = false)
        Optional<GuidanceSchedule> guidanceSchedule,
    @Setting(
            doc = "Which halves of guidance see the reference (default: both)",
            decidesResult = false)
        Optional<GuidanceReference> guidanceReference,
    @Setting(doc = "Solver (default: the backbone's first)", decidesResult = false)
        Optional<String> scheduler,
    @Setting(
            doc =
                "Shift of the noise schedule of flow matching, above 0 (default: the checkpoint's)",
            decidesResult = false)
        Optional<Double> flowShift,
    @Setting(
            doc = "Height in pixels (default: the backbone's native height)",
            decidesResult = false)
        Optional<Integer> height,
    @Setting(doc = "Width in pixels (default: the backbone's native width)", decidesResult = false)
        Optional<Integer> width,
    @Setting(doc = "Frames (default: the backbone's native length)", decidesResult = false)
        Optional<Integer> numFrames,
    @Setting(doc = "Frames per second (default: the backbone's native rate)", decidesResult = false)
        Optional<Double> fps,
    @Setting(doc = "Seeds all noise (default: 420)", decidesResult = false) Optional<Long> seed,
    @Setting(
            doc = "How the reference picture is brought to the video's shape (default: contain)",
            decidesResult = false)
        Optional<Fit> referenceFit,
    @Setting(
            doc =
                "Place of the subject token where a subject is named; as in training (default:"
                    + " before_subject)",
            decidesResult = false)
        Optional<TokenPlace> subjectToken,
    @Setting(
            doc =
                "The reference's latents: a random sample of their posterior or its mode (default:"
                    + " the backbone's)",
            decidesResult = false)
        Optional<ReferenceSampling> referenceSampling,
    @Setting(
            doc =
                "How the reference enters the model: as tokens beside the video, or as its first"
                    + " frame, Wan's own image-to-video (default: tokens)",
            decidesResult = false)
        Optional<ReferenceMode> referenceMode) {
  /** The seed of the paper's generation. */
  public static final long DEFAULT_SEED = 420;

  /** Settings that are all left open. */
  public static final GenerationSettings OPEN = read(Map.of());

  /** Checks the ranges. */
  public GenerationSettings {
    positive("num_inference_steps", numInferenceSteps);
    positive("flow_shift", flowShift);
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
   * Reads settings from texts.
   *
   * @param texts values as a configuration writes them, by keys below {@code generate}
   * @return the settings; those that are not named are left open
   * @throws org.sdvgen.api.error.InputException with all that is wrong
   */
  public static GenerationSettings read(Map<String, String> texts) {
    return GenerationReader.read(texts);
  }

  /**
   * Describes the settings.
   *
   * @return one by one, with their keys below {@code generate}
   */
  public static List<SettingInfo> describe() {
    return GenerationReader.describe();
  }

  /**
   * These settings, and another's where these are left open.
   *
   * @param other the settings that come second
   * @return both
   */
  public GenerationSettings over(GenerationSettings other) {
    return OptionalRecords.over(this, other);
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
    return OptionalRecords.with(this, Map.of("height", rows, "width", columns, "numFrames", count));
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
    /** A random sample, as in training. */
    SAMPLE,
    /** The mean. */
    MODE
  }
}
