package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.host.CodecFitting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen fit-codec}: makes the file or folder of a codec that is fitted to clips. */
@Command(
    name = "fit-codec",
    description = "Fit a codec to clips, as the settings fit.* of a configuration file describe.",
    footer = {
      "%nExample:",
      "  sdvgen fit-codec recipes/toy-codec.yaml fit.samples=200",
      "",
      "Ctrl-C ends the fit of an autoencoder after its current step and saves its state; the same"
          + " command resumes from it."
    })
final class FitCodecCommand implements Callable<Integer> {
  private static final String STOPPING =
      "Stopping after this step. Ctrl-C again leaves at once, without saving.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    Optional<CodecFitting> fitting = fit(spec.commandLine().getErr());
    fitting.ifPresent(found -> print(found, spec.commandLine().getOut()));
    return fitting.isPresent() ? ExitCode.GOOD : ExitCode.INTERRUPTED;
  }

  @SuppressWarnings("try") // the signal is in force while it is open
  private Optional<CodecFitting> fit(PrintWriter err) {
    AtomicBoolean stop = new AtomicBoolean();
    try (StopSignal signal = new StopSignal(() -> stop.set(true), STOPPING, err);
        FitDisplay display = new FitDisplay(err, Terminal.isWatched())) {
      return configuration.builder(err).fitCodec(display, stop::get);
    }
  }

  private static void print(CodecFitting fitting, PrintWriter out) {
    CodecFitter.Fit fit = fitting.fit();
    out.printf("codec         %s%n", fitting.file());
    out.printf(
        Locale.ROOT,
        "latents       %d channels of %dx%d pixels and %d frames%n",
        fit.geometry().channels(),
        fit.geometry().spatialFactor(),
        fit.geometry().spatialFactor(),
        fit.geometry().temporalFactor());
    out.printf(Locale.ROOT, "clips         %d, %d held out%n", fitting.clips(), fitting.heldOut());
    out.printf(Locale.ROOT, "first frames  %.1f dB%n", fit.firstFramePsnr());
    out.printf(Locale.ROOT, "later frames  %.1f dB%n", fit.laterFramesPsnr());
  }
}
