package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen generate}: one video from a prompt and, usually, a reference picture. */
@Command(
    name = "generate",
    modelTransformer = GenerationOptions.OfSettings.class,
    description = "Generate a video of a subject from one reference picture.",
    footer = {
      "%nExample:",
      "  sdvgen generate --config my-run.yaml --lora pytorch_lora_weights.safetensors" + " \\",
      "    --reference robot.png --subject \"toy robot\" \\",
      "    --prompt \"A toy robot walks on a beach\" --output robot.mp4"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Model model = new Model();

  /** Where the model comes from. */
  static final class Model {
    @Option(
        names = "--config",
        paramLabel = "CONFIG",
        description = "Configuration file, usually that of the training run.")
    private @Nullable Path config;

    @ArgGroup(exclusive = false)
    private @Nullable Folder folder;
  }

  /** A model without a configuration file. */
  static final class Folder {
    @Option(
        names = "--checkpoint",
        required = true,
        paramLabel = "DIR",
        description = "Model folder in diffusers' layout, such as CogVideoX-5b.")
    private Path checkpoint = Path.of("");

    @Option(
        names = "--backbone",
        required = true,
        paramLabel = "NAME",
        description = "Which backbone reads it (see sdvgen plugins), such as cogvideox.")
    private String backbone = "";
  }

  @Mixin private GenerationOptions options = new GenerationOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "output.mp4",
      description =
          "The video file; its ending chooses the format: .mp4, .webm, .webp or .gif"
              + " (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("output.mp4");

  @Option(
      names = "--frames-dir",
      paramLabel = "DIR",
      description = "Also write every frame as a PNG file into this folder.")
  private @Nullable Path framesDir;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Parameters(
      paramLabel = "KEY=VALUE",
      description =
          "Settings that take the place of those in the file, such as backbone.dtype=bf16.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    GenerationRequest request = options.request(output, spec.commandLine().getParseResult());
    GeneratedVideo.requireVideo(output, request.settings());
    if (framesDir != null) {
      GeneratedVideo.requireFrames(framesDir);
    }
    try (Sdvgen sdvgen = open(err)) {
      err.println("computes with " + sdvgen.threads());
      write(Generation.run(sdvgen.generator(), request, err), err);
    }
    return ExitCode.GOOD;
  }

  private Sdvgen open(PrintWriter err) {
    SdvgenBuilder builder = Session.builder(plugins, err).overrides(threads.settings());
    if (model.config != null) {
      builder.configuration(model.config);
    }
    if (model.folder != null) {
      builder.configuration(
          Map.of(
              "backbone.name",
              model.folder.backbone,
              "backbone.checkpoint",
              model.folder.checkpoint.toString()));
    }
    return builder.overrides(Session.settings(overrides)).open();
  }

  private void write(GeneratedVideo video, PrintWriter err) {
    PrintWriter out = spec.commandLine().getOut();
    // The frames come first: they hold the result whatever becomes of the video.
    if (framesDir != null) {
      video.saveFrames(framesDir);
      out.println("frames " + framesDir);
    }
    video.saveVideo(output);
    out.println("video  " + output);
    video.adapters().forEach(use -> err.println("adapter " + use));
    GeneratedVideo.Timings took = video.timings();
    err.println(
        String.format(
            Locale.ROOT,
            "seed %d; %.1f s encoding, %.1f s denoising, %.1f s decoding",
            video.seed(),
            took.encoding(),
            took.denoising(),
            took.decoding()));
  }
}
