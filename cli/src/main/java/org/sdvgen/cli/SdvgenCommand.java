package org.sdvgen.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: names them. */
@Command(
    name = "sdvgen",
    description = "Zero-shot subject-driven video generation: train an adapter, generate videos.",
    versionProvider = ProgramVersion.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a defect of the program",
      "2:wrong input or configuration, or a broken plugin",
      "130:stopped with Ctrl-C"
    },
    subcommands = {
      TrainCommand.class,
      PlanCommand.class,
      DataCommand.class,
      PrepareCommand.class,
      AnalyzeCommand.class,
      GenerateCommand.class,
      EvaluateCommand.class,
      DemoCommand.class,
      AdapterCommand.class,
      FitCodecCommand.class,
      QuantizeCommand.class,
      RandomWeightsCommand.class,
      ConfigCommand.class,
      PluginsCommand.class,
      PluginCommand.class,
      DoctorCommand.class,
      BenchCommand.class
    })
final class SdvgenCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean stacktrace;

  /** Whether errors are to be shown with their stack trace. */
  static boolean wantsStacktrace(CommandLine line) {
    return line.getCommandSpec().root().userObject() instanceof SdvgenCommand root
        && root.stacktrace;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: try sdvgen demo, or sdvgen --help");
  }
}
