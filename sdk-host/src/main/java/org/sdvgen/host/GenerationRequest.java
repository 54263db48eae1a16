package org.sdvgen.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TokenPlace;

/**
 * A video to generate.
 *
 * @param prompt describes the video
 * @param subject the words of the prompt that name the reference's subject; the backbone's subject
 *     token is put before them
 * @param reference the picture of the subject
 * @param adapters adapter files to use, whose effects add up; empty for the model as it stands: as
 *     the same {@link Sdvgen} has trained it so far, or else without an adapter
 * @param output the file that the video is for: a video that it cannot hold is refused before it is
 *     made; empty if it is for none
 * @param settings sizes, steps and the like
 */
public record GenerationRequest(
    String prompt,
    Optional<String> subject,
    Optional<Reference> reference,
    List<AdapterUse> adapters,
    Optional<Path> output,
    GenerationSettings settings) {
  /** Copies the list. */
  public GenerationRequest {
    adapters = List.copyOf(adapters);
  }

  /**
   * Starts a request.
   *
   * @param prompt describes the video
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
    private final List<AdapterUse> adapters = new ArrayList<>();
    private Optional<Path> output = Optional.empty();
    private final Map<String, Optional<?>> values = new HashMap<>();
    private GenerationSettings settings = GenerationSettings.OPEN;

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

    /** Uses an adapter file as it was trained, besides those named before. */
    public Builder adapter(Path file) {
      return adapter(new AdapterUse(file));
    }

    /** Uses an adapter file with a weight, besides those named before. */
    public Builder adapter(AdapterUse use) {
      adapters.add(use);
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

    /**
     * Sets settings by their keys, as a configuration writes them.
     *
     * @param texts values by keys below {@code generate}, such as {@code num_frames}; they come
     *     after what the other methods set
     * @return this builder
     * @throws InputException if a key or a value is wrong
     */
    public Builder settings(Map<String, String> texts) {
      settings = GenerationSettings.read(texts).over(settings);
      return this;
    }

    /** Sets {@code negative_prompt}. */
    public Builder negativePrompt(String text) {
      return set("negativePrompt", text);
    }

    /** Sets {@code num_inference_steps}. */
    public Builder numInferenceSteps(int count) {
      return set("numInferenceSteps", count);
    }

    /** Sets {@code guidance_scale}. */
    public Builder guidanceScale(double scale) {
      return set("guidanceScale", scale);
    }

    /** Sets {@code guidance_schedule}. */
    public Builder guidanceSchedule(GuidanceSchedule schedule) {
      return set("guidanceSchedule", schedule);
    }

    /** Sets {@code guidance_reference}. */
    public Builder guidanceReference(GenerationSettings.GuidanceReference halves) {
      return set("guidanceReference", halves);
    }

    /** Sets {@code scheduler}. */
    public Builder scheduler(String name) {
      return set("scheduler", name);
    }

    /** Sets {@code height} and {@code width}, in pixels. */
    public Builder size(int rows, int columns) {
      return height(rows).width(columns);
    }

    /** Sets {@code height} alone, in pixels. */
    public Builder height(int rows) {
      return set("height", rows);
    }

    /** Sets {@code width} alone, in pixels. */
    public Builder width(int columns) {
      return set("width", columns);
    }

    /** Sets {@code flow_shift}. */
    public Builder flowShift(double shift) {
      return set("flowShift", shift);
    }

    /** Sets {@code num_frames}. */
    public Builder numFrames(int count) {
      return set("numFrames", count);
    }

    /** Sets {@code fps}. */
    public Builder fps(double rate) {
      return set("fps", rate);
    }

    /** Sets {@code seed}. */
    public Builder seed(long value) {
      return set("seed", value);
    }

    /** Sets {@code reference_fit}. */
    public Builder referenceFit(Fit fit) {
      return set("referenceFit", fit);
    }

    /** Sets {@code subject_token}. */
    public Builder subjectToken(TokenPlace place) {
      return set("subjectToken", place);
    }

    /** Sets {@code reference_sampling}. */
    public Builder referenceSampling(GenerationSettings.ReferenceSampling how) {
      return set("referenceSampling", how);
    }

    /** Sets {@code reference_mode}. */
    public Builder referenceMode(ReferenceMode mode) {
      return set("referenceMode", mode);
    }

    private Builder set(String component, Object value) {
      values.put(component, Optional.of(value));
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
        GenerationSettings own = OptionalRecords.with(GenerationSettings.OPEN, values);
        return new GenerationRequest(
            prompt, subject, reference, adapters, output, settings.over(own));
      } catch (IllegalArgumentException e) {
        throw new InputException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
