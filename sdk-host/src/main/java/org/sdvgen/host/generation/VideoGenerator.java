package org.sdvgen.host.generation;

import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TokenPlace;
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
import org.sdvgen.host.samples.ShapeFitting;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.VideoWriter;

/** The pipeline: encode, denoise, decode. */
public final class VideoGenerator implements Generator {
  /** So many videos go through a phase together that weights are read again for few of them. */
  private static final int TOGETHER = 16;

  private final BackboneSpec spec;
  private final Residency residency;
  private final ModelViews views;
  private final LatentCodec codec;
  private final SessionWeights session;
  private final GenerationSettings defaults;
  private final Draws draws;
  private final Notices notices;
  private final LongSupplier nanoTime;
  private final LoadedAdapters adapters;
  private View view;

  /**
   * A generator.
   *
   * @param spec the model's specification
   * @param residency how long its weights stay in memory
   * @param views the model that encodes and denoises, with any weights
   * @param codec decodes
   * @param backbone loads adapters
   * @param session the weights in use without an adapter file
   * @param lora the dropout of adapter files that name none
   * @param settings used where a request leaves them open
   * @param draws where random numbers come from
   * @param notices takes sentences for the user
   * @param nanoTime a clock in nanoseconds
   */
  @Inject
  VideoGenerator(
      BackboneSpec spec,
      Residency residency,
      ModelViews views,
      LatentCodec codec,
      Backbone backbone,
      SessionWeights session,
      LoraSettings lora,
      GenerationSettings settings,
      Draws draws,
      Notices notices,
      LongSupplier nanoTime) {
    this.spec = spec;
    this.residency = residency;
    this.views = views;
    this.codec = codec;
    this.session = session;
    this.draws = draws;
    this.notices = notices;
    this.nanoTime = nanoTime;
    defaults = new ShapeFitting(spec, notices).generation(settings);
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), lora.dropout());
    adapters = new LoadedAdapters(backbone.parameters(), fallback, notices);
    view = view(session.tuning());
  }

  /** The model as it was used last. */
  private record View(Tuning tuning, TrainingModel model) {}

  @Override
  public GeneratedVideo generate(GenerationRequest request, GenerationListener listener) {
    List<GeneratedVideo> video = new ArrayList<>();
    generate(List.of(request), listener, video::add);
    return video.get(0);
  }

  @Override
  public void generateAll(List<GenerationRequest> requests, Consumer<GeneratedVideo> taker) {
    int together = residency.isPhased() ? TOGETHER : 1;
    for (int first = 0; first < requests.size(); first += together) {
      int end = Math.min(first + together, requests.size());
      generate(requests.subList(first, end), step -> {}, taker);
    }
  }

  /** Does each phase for all requests before the next phase begins. */
  private void generate(
      List<GenerationRequest> requests,
      GenerationListener listener,
      Consumer<GeneratedVideo> taker) {
    List<GenerationJob> jobs = new ArrayList<>();
    for (GenerationRequest request : requests) {
      GenerationPlan plan = GenerationPlan.of(request.settings().over(defaults), spec);
      request.output().ifPresent(file -> requireWritable(file, plan));
      jobs.add(
          new GenerationJob(
              request,
              plan,
              markedPrompt(request, defaults, spec),
              request.reference().map(source -> read(source, plan, spec)),
              new GenerationDraws(draws, plan.seed()),
              nanoTime));
    }
    try (NDManager scope = model(requests.get(0).adapters()).newScope()) {
      jobs.forEach(job -> job.encodeText(model(job.adapters()), scope));
      jobs.forEach(job -> job.encodeReference(model(job.adapters()), scope));
      jobs.forEach(job -> job.denoise(model(job.adapters()), scope, listener));
      jobs.forEach(job -> taker.accept(job.decode(codec)));
    }
  }

  private static void requireWritable(Path file, GenerationPlan plan) {
    VideoWriter.requireSide(file, plan.width());
    VideoWriter.requireSide(file, plan.height());
    VideoWriter.requireRate(file, plan.fps());
  }

  /**
   * The prompt of a request as the model is given it.
   *
   * @param request names the prompt, and perhaps the subject
   * @param defaults settings that the request leaves open
   * @param spec the model's specification
   * @return the prompt, the subject token in place
   * @throws InputException if the subject does not occur, or the model has no such token
   */
  public static String markedPrompt(
      GenerationRequest request, GenerationSettings defaults, BackboneSpec spec) {
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
    return request
        .settings()
        .over(defaults)
        .subjectToken()
        .orElse(TokenPlace.BEFORE_SUBJECT)
        .mark(request.prompt(), request.subject().get(), token);
  }

  private PixelClip read(
      GenerationRequest.Reference source, GenerationPlan plan, BackboneSpec spec) {
    if (spec.references().isEmpty()) {
      throw new InputException(
          "the backbone %s takes no reference picture: leave it out".formatted(spec.name()));
    }
    if (source instanceof GenerationRequest.Reference.File file) {
      return new PictureFile(file.path(), notices).read(plan.view());
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
    Tuning own = session.tuning();
    Tuning tuning = wanted.isEmpty() ? own : adapters.use(own.masters(), wanted);
    if (!view.tuning().equals(tuning)) {
      view = view(tuning);
    }
    return view.model();
  }

  private View view(Tuning tuning) {
    return new View(tuning, views.with(tuning));
  }
}
