package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Generator;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredEvaluation;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.evaluation.ClipEvaluator;
import org.sdvgen.host.generation.VideoGenerator;
import org.sdvgen.runtime.io.Resources;

/** The evaluation that the configuration describes. */
final class EvaluationModule extends AbstractModule {
  @Provides
  @Singleton
  DataSource data(
      ConfiguredEvaluation evaluation,
      WrittenSettings written,
      ComponentContext context,
      Resources resources) {
    if (evaluation.data().isEmpty()) {
      throw new InputException(
          written.source() + ": there is nothing to evaluate with: set evaluation.data.name");
    }
    return resources.add(evaluation.data().get().create(context));
  }

  @Provides
  @Singleton
  List<Metric> metrics(
      ConfiguredEvaluation evaluation,
      WrittenSettings written,
      DataSource data,
      ComponentContext context,
      Resources resources) {
    List<Metric> metrics = new ArrayList<>();
    Problems problems = new Problems();
    for (ComponentChoice<Metric> choice : evaluation.metrics()) {
      Metric metric = resources.add(choice.create(context));
      if (!metric.sampleType().isAssignableFrom(data.sampleType())) {
        problems.add(
            "evaluation.metrics: %s takes samples of the kind %s; evaluation.data gives %s"
                .formatted(
                    choice.name(),
                    metric.sampleType().getSimpleName(),
                    data.sampleType().getSimpleName()));
      }
      metrics.add(metric);
    }
    checkNames(metrics, problems);
    problems.throwIfAny(written.source());
    return metrics;
  }

  private static void checkNames(List<Metric> metrics, Problems problems) {
    List<String> names =
        metrics.stream().flatMap(metric -> metric.scores().stream()).map(ScoreInfo::name).toList();
    names.stream()
        .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
        .distinct()
        .forEach(
            name ->
                problems.add(
                    "evaluation.metrics: two metrics give a score called \"%s\"; leave one out"
                        .formatted(name)));
  }

  @Provides
  @Singleton
  Evaluator evaluator(
      ConfiguredEvaluation evaluation,
      WrittenSettings written,
      GenerationSettings generation,
      CheckpointSettings checkpoints,
      DataSource data,
      List<Metric> metrics,
      Generator generator,
      Backbone backbone,
      LongSupplier nanoTime) {
    Problems problems = new Problems();
    check(evaluation, data, problems);
    problems.throwIfAny(written.source());
    return new ClipEvaluator(
        new ClipEvaluator.Parts(
            generator,
            request ->
                backbone
                    .textEncoder()
                    .check(VideoGenerator.markedPrompt(request, generation, backbone.spec())),
            data,
            metrics,
            evaluation.settings(),
            generation.seed().orElse(GenerationSettings.DEFAULT_SEED),
            checkpoints.outputDir(),
            nanoTime));
  }

  private static void check(ConfiguredEvaluation evaluation, DataSource data, Problems problems) {
    if (evaluation.metrics().isEmpty()) {
      problems.add("there is nothing to score with: set evaluation.metrics to a list of metrics");
    }
    if (!EvaluationSample.class.isAssignableFrom(data.sampleType())) {
      problems.add(
          "evaluation.data gives %s, which is no picture of a subject with a prompt"
              .formatted(data.sampleType().getSimpleName()));
    }
    int samples = evaluation.settings().samples();
    if (samples > data.size()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "evaluation.samples = %d: evaluation.data has %d; set it to %d or less",
              samples,
              data.size(),
              data.size()));
    }
  }
}
