package org.sdvgen.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen plan}: the memory of a run, before anything is loaded. */
@Command(
    name = "plan",
    description =
        "Say what memory a run takes, phase by phase, whether it fits, and what would make it fit;"
            + " nothing is loaded.",
    footer = {
      "%nExample:",
      "  sdvgen plan my-run.yaml --device-memory 24GB",
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--device-memory",
      split = ",",
      paramLabel = "SIZE",
      converter = MemorySize.Converter.class,
      description =
          "Plan for a graphics card of this memory, such as 24GB, in place of the device found;"
              + " for several, one line each.")
  private List<MemorySize> cards = List.of();

  @Option(
      names = "--teraflops",
      paramLabel = "N",
      description =
          "Operations in a second that the device reaches, in 10^12 (default: assumed and said).")
  private @Nullable Double teraflops;

  @Option(
      names = "--bandwidth",
      paramLabel = "N",
      description =
          "Gigabytes in a second by which streamed weights reach the device (default: assumed and"
              + " said).")
  private @Nullable Double bandwidth;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    try (Sdvgen sdvgen = configuration.builder(spec.commandLine().getErr()).open()) {
      List<MemoryPlan> plans = plans(sdvgen);
      String text;
      if (json) {
        text =
            plans.size() == 1
                ? plans.get(0).json()
                : plans.stream().map(MemoryPlan::json).collect(Collectors.joining(",\n", "[", "]"));
      } else if (plans.size() == 1) {
        text = PlanTable.of(plans.get(0));
      } else {
        text = CardTable.of(plans);
      }
      spec.commandLine().getOut().println(text);
    }
    return ExitCode.GOOD;
  }

  private List<MemoryPlan> plans(Sdvgen sdvgen) {
    Machine here = sdvgen.machine();
    if (cards.isEmpty()) {
      return List.of(sdvgen.memoryPlan(rated(here)));
    }
    return cards.stream()
        .map(card -> sdvgen.memoryPlan(rated(here.withGpu(card.bytes()))))
        .toList();
  }

  private Machine rated(Machine machine) {
    return machine.at(
        new Machine.Rates(
            Optional.ofNullable(teraflops).orElse(machine.rates().teraflops()),
            Optional.ofNullable(bandwidth).orElse(machine.rates().gigabytesPerSecond())));
  }
}
