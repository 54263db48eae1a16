package org.sdvgen.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.GenerationRequest;
import picocli.CommandLine.Option;

/** What to generate, under the names that diffusers' users know. */
final class GenerationOptions {
  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "What the video shows.")
  private String prompt = "";

  @Option(
      names = {"--reference", "--image"},
      paramLabel = "FILE",
      description = "Picture of the subject.")
  private @Nullable Path reference;

  @Option(
      names = "--subject",
      paramLabel = "WORDS",
      description = "The words of the prompt that name the subject, such as \"toy robot\".")
  private @Nullable String subject;

  @Option(
      names = {"--lora", "--adapter"},
      paramLabel = "FILE",
      description = "Adapter in diffusers' format (pytorch_lora_weights.safetensors).")
  private @Nullable Path adapter;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What the video should not show.")
  private @Nullable String negativePrompt;

  @Option(
      names = "--num-inference-steps",
      paramLabel = "N",
      description = "Denoising steps (default: the model's).")
  private @Nullable Integer steps;

  @Option(
      names = "--guidance-scale",
      paramLabel = "G",
      description = "Strength of the prompt; 1 or less for none (default: the model's).")
  private @Nullable Double guidanceScale;

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      description = "Solver (default: the model's first).")
  private @Nullable String scheduler;

  @Option(names = "--width", paramLabel = "PIXELS", description = "Default: the model's own.")
  private @Nullable Integer width;

  @Option(names = "--height", paramLabel = "PIXELS", description = "Default: the model's own.")
  private @Nullable Integer height;

  @Option(names = "--num-frames", paramLabel = "N", description = "Default: the model's own.")
  private @Nullable Integer frames;

  @Option(
      names = "--fps",
      paramLabel = "RATE",
      description = "Frames per second (default: the model's own).")
  private @Nullable Double fps;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of all noise (default: 420).")
  private @Nullable Long seed;

  /** The request that the options make for a file; what is not given stays open. */
  GenerationRequest request(Path output) {
    GenerationRequest.Builder request = GenerationRequest.builder(prompt).output(output);
    set(reference, request::reference);
    set(subject, request::subject);
    set(adapter, request::adapter);
    set(negativePrompt, request::negativePrompt);
    set(steps, request::numInferenceSteps);
    set(guidanceScale, request::guidanceScale);
    set(scheduler, request::scheduler);
    set(width, request::width);
    set(height, request::height);
    set(frames, request::numFrames);
    set(fps, request::fps);
    set(seed, request::seed);
    return request.build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
