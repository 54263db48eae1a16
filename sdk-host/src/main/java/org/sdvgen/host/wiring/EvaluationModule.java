package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.evaluation.ClipEvaluator;
import org.sdvgen.host.generation.VideoGenerator;
import org.sdvgen.runtime.io.Resources;

/** The evaluation that the configuration describes. */
final class EvaluationModule extends AbstractModule {
  @Provides
  @Singleton
  DataSource data(ConfiguredRun config, ComponentContext context, Resources resources) {
    if (config.evaluation().data().isEmpty()) {
      throw new InputException(
          config.source() + ": there is nothing to evaluate with: set evaluation.data.name");
    }
    return resources.add(config.evaluation().data().get().create(context));
  }

  @Provides
  @Singleton
  List<Metric> metrics(
      ConfiguredRun config, DataSource data, ComponentContext context, Resources resources) {
    List<Metric> metrics = new ArrayList<>();
    Problems problems = new Problems();
    for (ComponentChoice<Metric> choice : config.evaluation().metrics()) {
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
    problems.throwIfAny(config.source());
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
      ConfiguredRun config,
      DataSource data,
      List<Metric> metrics,
      Generator generator,
      Backbone backbone) {
    check(config, data);
    return new ClipEvaluator(
        new ClipEvaluator.Parts(
            generator,
            request ->
                backbone.textEncoder().check(VideoGenerator.markedPrompt(request, backbone.spec())),
            data,
            metrics,
            config.evaluation().settings(),
            config.generation().seed().orElse(GenerationSettings.DEFAULT_SEED),
            config.checkpoints().outputDir(),
            System::nanoTime));
  }

  private static void check(ConfiguredRun config, DataSource data) {
    Problems problems = new Problems();
    if (config.evaluation().metrics().isEmpty()) {
      problems.add("there is nothing to score with: set evaluation.metrics to a list of metrics");
    }
    if (!EvaluationSample.class.isAssignableFrom(data.sampleType())) {
      problems.add(
          "evaluation.data gives %s, which is no picture of a subject with a prompt"
              .formatted(data.sampleType().getSimpleName()));
    }
    int samples = config.evaluation().settings().samples();
    if (samples > data.size()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "evaluation.samples = %d: evaluation.data has %d; set it to %d or less",
              samples,
              data.size(),
              data.size()));
    }
    problems.throwIfAny(config.source());
  }
}
