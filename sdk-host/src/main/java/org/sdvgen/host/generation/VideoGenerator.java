package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.SubjectPrompt;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationListener;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Generator;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.VideoWriter;

/** The pipeline: encode, denoise, decode. */
public final class VideoGenerator implements Generator {
  private final Parts parts;
  private Optional<Path> loadedAdapter = Optional.empty();

  /**
   * A generator.
   *
   * @param parts what it works with
   */
  public VideoGenerator(Parts parts) {
    this.parts = parts;
  }

  /**
   * Everything that a generator works with.
   *
   * @param model encodes and denoises
   * @param codec decodes
   * @param parameters takes adapters
   * @param fallback what is taken where an adapter file is silent
   * @param defaults settings that a request leaves open
   * @param draws where random numbers come from
   * @param notices takes sentences for the user
   * @param nanoTime a clock in nanoseconds
   */
  public record Parts(
      TrainingModel model,
      LatentCodec codec,
      Parameters parameters,
      AdapterFallback fallback,
      GenerationSettings defaults,
      Draws draws,
      Notices notices,
      LongSupplier nanoTime) {}

  @Override
  public GeneratedVideo generate(GenerationRequest request, GenerationListener listener) {
    BackboneSpec spec = parts.model().spec();
    GenerationPlan plan = GenerationPlan.of(request.settings().over(parts.defaults()), spec);
    request.output().ifPresent(file -> requireWritable(file, plan));
    String prompt = markedPrompt(request, spec);
    Optional<PixelClip> picture = request.reference().map(source -> read(source, plan, spec));
    useAdapter(request.adapter());
    try (NDManager scope = parts.model().newScope()) {
      GenerationDraws draws = new GenerationDraws(parts.draws(), plan.seed());
      long begin = now();
      Conditioning conditioning =
          Conditioning.encode(parts.model(), scope, plan, prompt, picture, draws);
      long encoded = now();
      NDArray latents =
          new DenoisingLoop(parts.model(), plan, conditioning, draws, listener).run(scope);
      long denoised = now();
      PixelClip clip = toClip(parts.codec().decode(latents));
      GeneratedVideo.Timings timings =
          new GeneratedVideo.Timings(
              seconds(begin, encoded), seconds(encoded, denoised), seconds(denoised, now()));
      return new GeneratedVideo(clip, plan.fps(), plan.seed(), prompt, timings);
    }
  }

  private static void requireWritable(Path file, GenerationPlan plan) {
    VideoWriter.requireSide(file, plan.width());
    VideoWriter.requireSide(file, plan.height());
    VideoWriter.requireRate(file, plan.fps());
  }

  private long now() {
    return parts.nanoTime().getAsLong();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  /**
   * The prompt of a request as the model is given it.
   *
   * @param request names the prompt, and perhaps the subject
   * @param spec the model's specification
   * @return the prompt, the subject token in place
   * @throws InputException if the subject does not occur, or the model has no such token
   */
  public static String markedPrompt(GenerationRequest request, BackboneSpec spec) {
    if (request.subject().isEmpty()) {
      return request.prompt();
    }
    String token =
        spec.subjectToken()
            .orElseThrow(
                () ->
                    new InputException(
                        "the backbone %s has no subject token: leave the subject out"
                            .formatted(spec.name())));
    return SubjectPrompt.mark(request.prompt(), request.subject().get(), token);
  }

  private PixelClip read(
      GenerationRequest.Reference source, GenerationPlan plan, BackboneSpec spec) {
    if (spec.references().isEmpty()) {
      throw new InputException(
          "the backbone %s takes no reference picture: leave it out".formatted(spec.name()));
    }
    if (source instanceof GenerationRequest.Reference.File file) {
      return new PictureFile(file.path(), parts.notices()).read(plan.view());
    }
    if (source instanceof GenerationRequest.Reference.Source sample) {
      return sample.picture().read(plan.view());
    }
    PixelClip frame = ((GenerationRequest.Reference.Pixels) source).frame();
    if (frame.frames() != 1 || frame.height() != plan.height() || frame.width() != plan.width()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the reference pixels are %d frames of %dx%d: expected 1 frame of %dx%d (width x"
                  + " height)",
              frame.frames(),
              frame.width(),
              frame.height(),
              plan.width(),
              plan.height()));
    }
    return frame;
  }

  private void useAdapter(Optional<Path> wanted) {
    if (wanted.isPresent()) {
      parts.parameters().loadAdapter(wanted.get(), parts.fallback()).forEach(parts.notices()::say);
      loadedAdapter = wanted;
    } else if (loadedAdapter.isPresent()) {
      // The adapter of an earlier request must not leak into one that names none.
      parts.parameters().disableAdapter();
    }
  }

  private static PixelClip toClip(NDArray decoded) {
    try (NDArray pixels = decoded.clip(-1, 1)) {
      int[] sizes =
          Arrays.stream(pixels.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
      return new PixelClip(sizes[1], sizes[2], sizes[3], sizes[4], pixels.toFloatArray());
    }
  }
}
