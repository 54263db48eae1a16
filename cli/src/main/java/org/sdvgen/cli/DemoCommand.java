package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.cli.demo.DemoFiles;
import org.sdvgen.cli.demo.DemoReport;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Pictures;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen demo}: the main job on a tiny model and a procedural world, from a recipe. */
@Command(
    name = "demo",
    description =
        "Train and generate on a tiny model: needs no data, no download, and a few minutes.")
final class DemoCommand implements Callable<Integer> {
  private static final String[] QUICK = {
    "max_train_steps=10", "checkpointing_steps=10", "generate.num_inference_steps=4"
  };

  /** Rows and columns of the reference picture, in pixels; it is fitted to the video's size. */
  private static final int REFERENCE_SIZE = 96;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Takes the results (default: ${DEFAULT-VALUE}).")
  private Path outputDir = Path.of("runs/demo");

  @Option(names = "--quick", description = "Only a few steps: shows that everything runs.")
  private boolean quick;

  @Parameters(
      paramLabel = "KEY=VALUE",
      description = "Settings that take the place of the recipe's, such as switch.probability=0.5.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    DemoFiles files = DemoFiles.unpack(outputDir);
    LogFile.in(outputDir);
    try (Sdvgen sdvgen =
        Session.builder(plugins, err)
            .configuration(files.recipe())
            .overrides(quick ? QUICK : new String[0])
            .overrides(Session.settings(overrides))
            .open()) {
      List<StepReport> steps = new ArrayList<>();
      Trainer trainer = sdvgen.trainer();
      if (!Training.run(trainer, err, steps::add).complete()) {
        return ExitCode.INTERRUPTED;
      }
      err.println("objectives, step by step: " + DemoReport.objectives(steps));
      GeneratedVideo video = generate(sdvgen, files, err);
      new DemoReport(steps, video, files).write();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Look at:");
    files.toLookAt().forEach((file, what) -> out.println("  " + file + "  (" + what + ")"));
    return ExitCode.GOOD;
  }

  private static GeneratedVideo generate(Sdvgen sdvgen, DemoFiles files, PrintWriter err) {
    SubjectPair unseen = (SubjectPair) sdvgen.evaluationData().sample(0);
    PixelClip reference =
        unseen.source().read(View.whole(REFERENCE_SIZE, REFERENCE_SIZE, Fit.COVER));
    Pictures.save(files.reference(), reference);
    GenerationRequest request =
        GenerationRequest.builder(unseen.prompt())
            .subject(unseen.subject())
            .reference(files.reference())
            .build();
    GeneratedVideo video = Generation.run(sdvgen.generator(), request, err);
    video.saveVideo(files.video());
    Pictures.saveStrip(files.strip(), video.clip(), 2);
    return video;
  }
}
