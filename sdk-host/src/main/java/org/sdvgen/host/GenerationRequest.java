package org.sdvgen.host;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;

/**
 * A video to generate.
 *
 * @param prompt what it shows
 * @param subject the words of the prompt that name the reference's subject; the backbone's subject
 *     token is put before them
 * @param reference the picture of the subject
 * @param adapter an adapter file to use; empty for the model as it stands: trained just before by
 *     the same {@link Sdvgen}, or else without an adapter
 * @param output the file that the video is for: what it cannot hold is refused before the video is
 *     made; empty if it is for none
 * @param settings sizes, steps and the like
 */
public record GenerationRequest(
    String prompt,
    Optional<String> subject,
    Optional<Reference> reference,
    Optional<Path> adapter,
    Optional<Path> output,
    GenerationSettings settings) {

  /**
   * Starts a request.
   *
   * @param prompt what the video shows
   * @return a builder with everything else left open
   */
  public static Builder builder(String prompt) {
    return new Builder(prompt);
  }

  /** A reference picture. */
  public sealed interface Reference {
    /**
     * A picture file; it is fitted to the video's shape.
     *
     * @param path the file
     */
    record File(Path path) implements Reference {}

    /**
     * A picture that is read at the video's size.
     *
     * @param picture such as a sample's
     */
    record Source(Picture picture) implements Reference {}

    /**
     * Pixels that have the video's shape already.
     *
     * @param frame a clip of one frame
     */
    record Pixels(PixelClip frame) implements Reference {}
  }

  /** Collects a request; every method returns the builder itself. */
  public static final class Builder {
    private final String prompt;
    private Optional<String> subject = Optional.empty();
    private Optional<Reference> reference = Optional.empty();
    private Optional<Path> adapter = Optional.empty();
    private Optional<Path> output = Optional.empty();
    private Optional<String> negativePrompt = Optional.empty();
    private Optional<Integer> steps = Optional.empty();
    private Optional<Double> guidanceScale = Optional.empty();
    private Optional<GuidanceSchedule> guidanceSchedule = Optional.empty();
    private Optional<GenerationSettings.GuidanceReference> guidanceReference = Optional.empty();
    private Optional<String> scheduler = Optional.empty();
    private Optional<Integer> height = Optional.empty();
    private Optional<Integer> width = Optional.empty();
    private Optional<Integer> frames = Optional.empty();
    private Optional<Double> fps = Optional.empty();
    private Optional<Long> seed = Optional.empty();
    private Optional<Fit> referenceFit = Optional.empty();
    private Optional<GenerationSettings.ReferenceSampling> sampling = Optional.empty();
    private Optional<ReferenceMode> referenceMode = Optional.empty();

    private Builder(String prompt) {
      this.prompt = prompt;
    }

    /** Names the reference's subject by words of the prompt. */
    public Builder subject(String words) {
      subject = Optional.of(words);
      return this;
    }

    /** Takes the reference from a picture file. */
    public Builder reference(Path file) {
      reference = Optional.of(new Reference.File(file));
      return this;
    }

    /** Takes the reference from a picture that can be read at the video's size. */
    public Builder reference(Picture picture) {
      reference = Optional.of(new Reference.Source(picture));
      return this;
    }

    /** Takes the reference from pixels of the video's shape. */
    public Builder reference(PixelClip frame) {
      reference = Optional.of(new Reference.Pixels(frame));
      return this;
    }

    /** Uses an adapter file. */
    public Builder adapter(Path file) {
      adapter = Optional.of(file);
      return this;
    }

    /**
     * Names the file that the video will be saved to.
     *
     * @param file as {@link GeneratedVideo#saveVideo(Path)} takes it
     * @return this builder
     */
    public Builder output(Path file) {
      output = Optional.of(file);
      return this;
    }

    /** Sets {@code negative_prompt}. */
    public Builder negativePrompt(String text) {
      negativePrompt = Optional.of(text);
      return this;
    }

    /** Sets {@code num_inference_steps}. */
    public Builder numInferenceSteps(int count) {
      steps = Optional.of(count);
      return this;
    }

    /** Sets {@code guidance_scale}. */
    public Builder guidanceScale(double scale) {
      guidanceScale = Optional.of(scale);
      return this;
    }

    /** Sets {@code guidance_schedule}. */
    public Builder guidanceSchedule(GuidanceSchedule schedule) {
      guidanceSchedule = Optional.of(schedule);
      return this;
    }

    /** Sets {@code guidance_reference}. */
    public Builder guidanceReference(GenerationSettings.GuidanceReference halves) {
      guidanceReference = Optional.of(halves);
      return this;
    }

    /** Sets {@code scheduler}. */
    public Builder scheduler(String name) {
      scheduler = Optional.of(name);
      return this;
    }

    /** Sets {@code height} and {@code width}, in pixels. */
    public Builder size(int rows, int columns) {
      height = Optional.of(rows);
      width = Optional.of(columns);
      return this;
    }

    /** Sets {@code height} alone, in pixels. */
    public Builder height(int rows) {
      height = Optional.of(rows);
      return this;
    }

    /** Sets {@code width} alone, in pixels. */
    public Builder width(int columns) {
      width = Optional.of(columns);
      return this;
    }

    /** Sets {@code num_frames}. */
    public Builder numFrames(int count) {
      frames = Optional.of(count);
      return this;
    }

    /** Sets {@code fps}. */
    public Builder fps(double rate) {
      fps = Optional.of(rate);
      return this;
    }

    /** Sets {@code seed}. */
    public Builder seed(long value) {
      seed = Optional.of(value);
      return this;
    }

    /** Sets {@code reference_fit}. */
    public Builder referenceFit(Fit fit) {
      referenceFit = Optional.of(fit);
      return this;
    }

    /** Sets {@code reference_sampling}. */
    public Builder referenceSampling(GenerationSettings.ReferenceSampling how) {
      sampling = Optional.of(how);
      return this;
    }

    /** Sets {@code reference_mode}. */
    public Builder referenceMode(ReferenceMode mode) {
      referenceMode = Optional.of(mode);
      return this;
    }

    /**
     * Finishes the request.
     *
     * @return the request
     * @throws InputException if a value is out of its range
     */
    public GenerationRequest build() {
      try {
        GenerationSettings settings =
            new GenerationSettings(
                negativePrompt,
                steps,
                guidanceScale,
                guidanceSchedule,
                guidanceReference,
                scheduler,
                height,
                width,
                frames,
                fps,
                seed,
                referenceFit,
                sampling,
                referenceMode);
        return new GenerationRequest(prompt, subject, reference, adapter, output, settings);
      } catch (IllegalArgumentException e) {
        throw new InputException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
