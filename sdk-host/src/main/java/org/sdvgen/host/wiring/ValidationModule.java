package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Generator;
import org.sdvgen.host.config.ConfiguredEvaluation;
import org.sdvgen.host.config.ValidationPrompt;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.generation.VideoGenerator;
import org.sdvgen.host.training.ValidationClips;
import org.sdvgen.runtime.media.PictureFile;

/** The clips that a run generates during training. */
final class ValidationModule extends AbstractModule {
  @Provides
  @Singleton
  Optional<ValidationClips> clips(
      ValidationSettings settings,
      ConfiguredEvaluation evaluation,
      WrittenSettings written,
      GenerationSettings generation,
      Notices user,
      Backbone backbone,
      Provider<Generator> generator,
      Provider<DataSource> evaluationData) {
    if (!settings.generatesClips()) {
      return Optional.empty();
    }
    List<GenerationRequest.Builder> requests = new ArrayList<>();
    Notices notices = once(user);
    settings.prompts().forEach(prompt -> requests.add(request(prompt, notices)));
    if (settings.evaluationSamples() > 0) {
      if (evaluation.data().isEmpty()) {
        throw new InputException(
            key(settings, written) + "set evaluation.data.name, or use validation.prompts");
      }
      samples(settings.evaluationSamples(), key(settings, written), evaluationData.get())
          .forEach(sample -> requests.add(request(sample)));
    }
    List<GenerationRequest> seeded = new ArrayList<>();
    requests.forEach(request -> seeded.add(request.seed(settings.seed() + seeded.size()).build()));
    seeded.forEach(request -> check(request, generation, backbone));
    return Optional.of(new ValidationClips(generator.get(), seeded));
  }

  /** A prompt that the model does not take would only be found in the first round. */
  private static void check(
      GenerationRequest request, GenerationSettings defaults, Backbone backbone) {
    try {
      backbone.textEncoder().check(VideoGenerator.markedPrompt(request, defaults, backbone.spec()));
    } catch (InputException e) {
      throw new InputException("validation: " + e.getMessage(), e);
    }
  }

  /** Pictures are read in every round; a notice about one is given once. */
  private static Notices once(Notices notices) {
    Set<String> said = new HashSet<>();
    return message -> {
      if (said.add(message)) {
        notices.say(message);
      }
    };
  }

  private static GenerationRequest.Builder request(ValidationPrompt prompt, Notices notices) {
    GenerationRequest.Builder builder = GenerationRequest.builder(prompt.prompt());
    prompt.subject().ifPresent(builder::subject);
    prompt.image().ifPresent(file -> builder.reference(picture(file, notices)));
    return builder;
  }

  private static Picture picture(Path file, Notices notices) {
    PictureFile picture = new PictureFile(file, notices);
    picture.probe();
    return picture;
  }

  private static String key(ValidationSettings settings, WrittenSettings written) {
    return written.source()
        + ": validation.evaluation_samples = "
        + settings.evaluationSamples()
        + ": ";
  }

  private static List<EvaluationSample> samples(int count, String key, DataSource source) {
    if (!EvaluationSample.class.isAssignableFrom(source.sampleType()) || source.size() < count) {
      throw new InputException(
          key
              + String.format(
                  Locale.ROOT,
                  "evaluation.data has %d samples of the kind %s; so many pictures of subjects with"
                      + " prompts are needed",
                  source.size(),
                  source.sampleType().getSimpleName()));
    }
    List<EvaluationSample> samples = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      samples.add((EvaluationSample) source.sample(index));
    }
    return samples;
  }

  private static GenerationRequest.Builder request(EvaluationSample sample) {
    return GenerationRequest.builder(sample.prompt())
        .subject(sample.subject())
        .reference(sample.reference());
  }
}
