package org.sdvgen.host.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.metric.EvaluatedClip;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.host.EvaluationListener;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.config.EvaluationSettings;
import org.sdvgen.host.samples.Refusals;

/** Generates and scores clip by clip, so that one clip is in memory at a time. */
public final class ClipEvaluator implements Evaluator {
  private final Parts parts;

  /**
   * An evaluator.
   *
   * @param parts model, data and metrics, which fit together
   */
  public ClipEvaluator(Parts parts) {
    this.parts = parts;
  }

  /**
   * Everything that an evaluator works with.
   *
   * @param generator makes the clips
   * @param check throws {@link InputException} for a request whose prompt the model does not take
   * @param data gives {@link EvaluationSample}s
   * @param metrics score the clips
   * @param settings how many clips
   * @param seed the first clip's seed
   * @param outputDir where the run keeps its results
   * @param nanoTime a clock in nanoseconds
   */
  public record Parts(
      Generator generator,
      Consumer<GenerationRequest> check,
      DataSource data,
      List<Metric> metrics,
      EvaluationSettings settings,
      long seed,
      Path outputDir,
      LongSupplier nanoTime) {
    /** Copies the list. */
    public Parts {
      metrics = List.copyOf(metrics);
    }
  }

  @Override
  public Path outputDir() {
    return parts.outputDir();
  }

  @Override
  public Optional<Path> trainedAdapter() {
    return Trainer.adapterIn(parts.outputDir());
  }

  @Override
  public int clips() {
    return parts.settings().samples() * parts.settings().clipsPerSample();
  }

  @Override
  public EvaluationSummary evaluate(EvaluationRequest request, EvaluationListener listener) {
    checkPrompts(request);
    List<GenerationRequest> clips = new ArrayList<>();
    for (int index = 0; index < clips(); index++) {
      clips.add(clip(request, sampleOf(index), parts.seed() + index));
    }
    Evaluation evaluation = new Evaluation();
    parts
        .generator()
        .generateAll(clips, video -> listener.scored(score(evaluation, request, video)));
    return evaluation.summary(request);
  }

  private EvaluationSample sampleOf(int clip) {
    return sample(clip / parts.settings().clipsPerSample());
  }

  /** Scores the next clip. */
  private ScoredClip score(Evaluation evaluation, EvaluationRequest request, GeneratedVideo video) {
    long begin = now();
    int index = evaluation.clips.size();
    EvaluationSample sample = sampleOf(index);
    PixelClip reference = sample.reference().read(view(video.clip()));
    Map<String, Double> scores =
        evaluation.score(
            sample, video, request.withReference() ? Optional.of(reference) : Optional.empty());
    double seconds = video.timings().total() + (now() - begin) / 1e9;
    return new ScoredClip(index, clips(), sample.id(), reference, video, scores, seconds);
  }

  /** Clips take minutes each: what the model will not take is found before the first one. */
  private void checkPrompts(EvaluationRequest request) {
    Refusals refusals = new Refusals();
    for (int index = 0; index < parts.settings().samples(); index++) {
      EvaluationSample sample = sample(index);
      try {
        parts.check().accept(clip(request, sample, parts.seed()));
      } catch (InputException e) {
        refusals.add(sample.id() + ": " + e.getMessage());
      }
    }
    refusals.throwIfAny(
        refused ->
            "evaluation.data: "
                + refused
                + " of "
                + parts.settings().samples()
                + " samples cannot be evaluated; repair them or remove them from the data:");
  }

  private EvaluationSample sample(int index) {
    return (EvaluationSample) parts.data().sample(index);
  }

  private static GenerationRequest clip(
      EvaluationRequest request, EvaluationSample sample, long seed) {
    GenerationRequest.Builder builder = GenerationRequest.builder(sample.prompt()).seed(seed);
    if (request.marksSubject()) {
      builder.subject(sample.subject());
    }
    if (request.withReference()) {
      builder.reference(sample.reference());
    }
    request.adapters().forEach(builder::adapter);
    return builder.build();
  }

  private static View view(PixelClip clip) {
    return View.whole(clip.height(), clip.width(), Fit.COVER);
  }

  private long now() {
    return parts.nanoTime().getAsLong();
  }

  /** The scores measured so far. */
  private final class Evaluation {
    private final Tally values = new Tally();
    private final Tally chances = new Tally();
    private final Tally ceilings = new Tally();
    private final List<EvaluationSummary.Clip> clips = new ArrayList<>();
    private double seconds;

    Map<String, Double> score(
        EvaluationSample sample, GeneratedVideo video, Optional<PixelClip> reference) {
      long begin = now();
      PixelClip clip = video.clip();
      EvaluatedClip evaluated = new EvaluatedClip(sample, reference, clip, video.fps());
      ClipRequest shape = new ClipRequest(view(clip), clip.frames(), video.fps(), 0);
      Map<String, Double> scores = new LinkedHashMap<>();
      for (Metric metric : parts.metrics()) {
        scores.putAll(metric.score(evaluated));
        chances.add(metric.chance(sample, shape));
        ceilings.add(metric.ceiling(sample, shape));
      }
      values.add(scores);
      clips.add(new EvaluationSummary.Clip(sample.id(), video.prompt(), video.seed(), scores));
      seconds += (now() - begin) / 1e9;
      return scores;
    }

    EvaluationSummary summary(EvaluationRequest request) {
      List<EvaluationSummary.Score> scores =
          parts.metrics().stream()
              .flatMap(metric -> metric.scores().stream())
              .map(
                  info ->
                      new EvaluationSummary.Score(
                          info,
                          values.statistic(info.name()),
                          chances.statistic(info.name()),
                          ceilings.statistic(info.name())))
              .toList();
      return new EvaluationSummary(request, scores, clips, seconds);
    }
  }
}
