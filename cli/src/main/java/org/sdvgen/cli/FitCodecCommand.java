package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.host.CodecFitting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen fit-codec}: makes the file of a codec that is fitted to clips. */
@Command(
    name = "fit-codec",
    description = "Fit a codec to clips, as the settings fit.* of a configuration file describe.",
    footer = {"%nExample:", "  sdvgen fit-codec recipes/toy-codec.yaml fit.samples=200"})
final class FitCodecCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    CodecFitting fitting = configuration.builder(spec.commandLine().getErr()).fitCodec();
    CodecFitter.Fit fit = fitting.fit();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("codec         %s%n", fitting.file());
    out.printf(
        Locale.ROOT,
        "latents       %d channels of %dx%d pixels and %d frames%n",
        fit.geometry().channels(),
        fit.geometry().spatialFactor(),
        fit.geometry().spatialFactor(),
        fit.geometry().temporalFactor());
    out.printf(Locale.ROOT, "clips         %d%n", fitting.clips());
    out.printf(Locale.ROOT, "first frames  %.1f dB%n", fit.firstFramePsnr());
    out.printf(Locale.ROOT, "later frames  %.1f dB%n", fit.laterFramesPsnr());
    return ExitCode.GOOD;
  }
}
