package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sdvgen.cli.inspect.InspectionPage;
import org.sdvgen.host.InspectedTrack;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen data inspect}: shows the samples of a run. */
@Command(
    name = "inspect",
    description = "Show the training samples of a configuration as a run would read them.",
    footer = {
      "%nExample:",
      "  sdvgen data inspect my-run.yaml --samples 32",
      "",
      "Writes data.html, a page that needs no other file, and data.png, a contact sheet: the first"
          + " samples of every track in the order of training, cropped and with the prompts that"
          + " the model is given, and all samples that are skipped, with the reasons."
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many samples of each track to show (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "data-inspection",
      description = "Where to write the page and the picture (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<String> said = new CopyOnWriteArrayList<>();
    try (Sdvgen sdvgen =
        configuration
            .builder(err)
            .notices(
                message -> {
                  said.add(message);
                  Session.say(message, err);
                })
            .open()) {
      List<InspectedTrack> tracks = sdvgen.inspector().inspect(samples);
      tracks.forEach(
          track ->
              out.printf(
                  Locale.ROOT,
                  "%-12s %d samples, %s%n",
                  track.name(),
                  track.size(),
                  ShapeWords.of(track.shapes())));
      tracks.forEach(track -> sayProblems(track, err));
      new InspectionPage(tracks, said).write(output).forEach(file -> out.println("wrote " + file));
    }
    return ExitCode.GOOD;
  }

  /** Training would end at such a sample, so the page alone does not say it. */
  private static void sayProblems(InspectedTrack track, PrintWriter err) {
    track.first().stream()
        .filter(sample -> sample.example().isEmpty())
        .forEach(
            sample ->
                Session.say(
                    "%s, sample %s cannot be loaded: %s"
                        .formatted(track.name(), sample.id(), sample.problem()),
                    err));
  }
}
