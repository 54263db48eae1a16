package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.SubjectPrompt;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationListener;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Generator;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.VideoWriter;

/** The pipeline: encode, denoise, decode. */
public final class VideoGenerator implements Generator {
  private final Parts parts;
  private final LoadedAdapters adapters;
  private View view;

  /**
   * A generator.
   *
   * @param parts what it works with
   */
  public VideoGenerator(Parts parts) {
    this.parts = parts;
    adapters = new LoadedAdapters(parts.parameters(), parts.fallback(), parts.notices());
    view = view(parts.session().tuning());
  }

  /** The model as it was used last. */
  private record View(Tuning tuning, TrainingModel model) {}

  /**
   * Everything that a generator works with.
   *
   * @param spec what the model is and can do
   * @param views the model that encodes and denoises, with any weights
   * @param codec decodes
   * @param parameters loads adapters
   * @param session what is used without an adapter file
   * @param fallback what is taken where an adapter file is silent
   * @param defaults settings that a request leaves open
   * @param draws where random numbers come from
   * @param notices takes sentences for the user
   * @param nanoTime a clock in nanoseconds
   */
  public record Parts(
      BackboneSpec spec,
      ModelViews views,
      LatentCodec codec,
      Parameters parameters,
      SessionWeights session,
      AdapterFallback fallback,
      GenerationSettings defaults,
      Draws draws,
      Notices notices,
      LongSupplier nanoTime) {}

  @Override
  public GeneratedVideo generate(GenerationRequest request, GenerationListener listener) {
    BackboneSpec spec = parts.spec();
    GenerationPlan plan = GenerationPlan.of(request.settings().over(parts.defaults()), spec);
    request.output().ifPresent(file -> requireWritable(file, plan));
    String prompt = markedPrompt(request, spec);
    Optional<PixelClip> picture = request.reference().map(source -> read(source, plan, spec));
    TrainingModel model = model(request.adapters());
    try (NDManager scope = model.newScope()) {
      GenerationDraws draws = new GenerationDraws(parts.draws(), plan.seed());
      long begin = now();
      Conditioning conditioning = Conditioning.encode(model, scope, plan, prompt, picture, draws);
      long encoded = now();
      NDArray latents = new DenoisingLoop(model, plan, conditioning, draws, listener).run(scope);
      long denoised = now();
      PixelClip clip = toClip(parts.codec().decode(latents));
      GeneratedVideo.Timings timings =
          new GeneratedVideo.Timings(
              seconds(begin, encoded), seconds(encoded, denoised), seconds(denoised, now()));
      return new GeneratedVideo(clip, plan.fps(), plan.seed(), prompt, request.adapters(), timings);
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

  /** The model with the adapters of a request; without any, with what the session has. */
  private TrainingModel model(List<AdapterUse> wanted) {
    Tuning session = parts.session().tuning();
    Tuning tuning = wanted.isEmpty() ? session : adapters.use(session.masters(), wanted);
    if (!view.tuning().equals(tuning)) {
      view = view(tuning);
    }
    return view.model();
  }

  private View view(Tuning tuning) {
    return new View(tuning, parts.views().with(tuning));
  }

  private static PixelClip toClip(NDArray decoded) {
    try (NDArray pixels = decoded.clip(-1, 1)) {
      int[] sizes =
          Arrays.stream(pixels.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
      return new PixelClip(sizes[1], sizes[2], sizes[3], sizes[4], pixels.toFloatArray());
    }
  }
}
