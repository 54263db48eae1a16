package org.sdvgen.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.EngineInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen doctor}: what this machine offers, and what to set for a GPU. */
@Command(
    name = "doctor",
    description = "Check Java, PyTorch, GPUs and plugins, and print how to use a GPU.")
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> VARIABLES =
      List.of("SDVGEN_TORCH", "PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR", "OMP_NUM_THREADS");

  private static final List<Path> DRIVERS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libcuda.so.1"),
          Path.of("/usr/lib64/libcuda.so.1"),
          Path.of("/usr/local/nvidia/lib64/libcuda.so.1"),
          Path.of("C:\\Windows\\System32\\nvcuda.dll"));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    line(out, "sdvgen", String.join(" ", new ProgramVersion().getVersion()));
    line(out, "home", System.getProperty("sdvgen.home", "(started without the launcher)"));
    line(out, "java", System.getProperty("java.version") + ", " + System.getProperty("java.home"));
    line(out, "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    line(out, "memory", memory());
    for (String variable : VARIABLES) {
      String value = System.getenv(variable);
      line(out, variable, value == null ? "not set" : value);
    }
    EngineInfo engine = EngineInfo.inspect();
    line(out, "pytorch", engine.version() + " through DJL " + engine.djlVersion());
    line(out, "natives", natives(System.getenv("PYTORCH_LIBRARY_PATH")));
    line(out, "threads", String.valueOf(engine.threads()));
    line(out, "cuda", engine.cuda().orElse("no runtime found"));
    line(out, "gpus", String.valueOf(engine.gpus()));
    List<ComponentInfo> components =
        Session.builder(plugins, spec.commandLine().getErr()).components();
    List<String> names = components.stream().map(ComponentInfo::plugin).distinct().toList();
    line(out, "plugins", names.size() + " with " + components.size() + " components: " + names);
    out.println();
    out.println(advice(engine, DRIVERS.stream().anyMatch(Files::exists)));
    return ExitCode.GOOD;
  }

  private static void line(PrintWriter out, String what, String value) {
    out.println(String.format(Locale.ROOT, "%-21s %s", what, value));
  }

  private static String memory() {
    return String.format(
        Locale.ROOT,
        "Java heap up to %d MiB; tensors live outside it",
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String natives(@Nullable String folder) {
    return folder == null
        ? "the bundled CPU build"
        : folder + (new File(folder).isDirectory() ? "" : " (this folder does not exist)");
  }

  /** Advice for using a GPU, given the installation that was found. */
  static String advice(EngineInfo engine, boolean driver) {
    if (engine.gpus() > 0) {
      return "device = auto uses GPU cuda:0.";
    }
    if (!driver) {
      return "device = auto uses the CPU: no NVIDIA driver was found on this machine.";
    }
    return String.join(
        System.lineSeparator(),
        "There is an NVIDIA driver, but PyTorch uses the CPU. To use the GPU:",
        "  python3 -m venv torch-venv",
        "  torch-venv/bin/pip install torch==2.7.1",
        "  export SDVGEN_TORCH=$PWD/torch-venv",
        "and run sdvgen doctor again. See docs/gpu.md.");
  }
}
