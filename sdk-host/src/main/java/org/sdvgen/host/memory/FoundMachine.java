package org.sdvgen.host.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.host.Machine;

/** Looks at this machine without loading the engine. */
public final class FoundMachine {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final String TOTAL = "MemTotal:";
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final int PATIENCE_SECONDS = 5;

  private FoundMachine() {}

  /**
   * Describes this machine.
   *
   * @param device the device that a run computes on
   * @return the machine
   */
  public static Machine of(DeviceName device) {
    long host = hostBytes();
    OptionalLong gpu =
        device.equals(DeviceName.CPU) ? OptionalLong.empty() : gpuBytes(device.gpu().orElse(0));
    return gpu.isPresent()
        ? new Machine("the GPU", gpu.getAsLong(), host, false, Machine.Rates.ofGpu())
        : new Machine("the CPU", host, host, true, Machine.Rates.ofCpu());
  }

  /** The memory that a process may take: the machine's, or less where its group has a limit. */
  private static long hostBytes() {
    long machine = total().orElse(Runtime.getRuntime().maxMemory());
    try {
      if (Files.isReadable(LIMIT)) {
        String limit = Files.readString(LIMIT).strip();
        return limit.matches("\\d{1,18}") ? Math.min(machine, Long.parseLong(limit)) : machine;
      }
    } catch (IOException e) {
      // No limit is known then.
    }
    return machine;
  }

  private static OptionalLong total() {
    try {
      return Files.isReadable(MEMORY)
          ? Files.readAllLines(MEMORY, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> line.startsWith(TOTAL))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
              .findFirst()
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Asks NVIDIA's tool; empty where there is no driver. */
  private static OptionalLong gpuBytes(int index) {
    if (!Files.exists(DRIVER)) {
      return OptionalLong.empty();
    }
    try {
      Process tool =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--id=" + index,
                  "--query-gpu=memory.total",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // A number fits into the pipe, so that a tool that hangs can be left alone.
      boolean ended = tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        tool.destroyForcibly();
        return OptionalLong.empty();
      }
      String said =
          new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return said.matches("\\d{1,9}")
          ? OptionalLong.of(Long.parseLong(said) * MIB)
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }
}
