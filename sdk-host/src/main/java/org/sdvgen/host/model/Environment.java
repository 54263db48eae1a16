package org.sdvgen.host.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.sdvgen.runtime.torch.Threads;

/** Software and machine, which besides the recipe decide the last bits of a run's numbers. */
public final class Environment {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Environment() {}

  /**
   * Describes software and machine.
   *
   * @param device where the model computes
   * @return descriptions by a word each
   */
  public static Map<String, String> describe(Device device) {
    return Map.of(
        "sdvgen", version(),
        "djl", Engine.getDjlVersion(),
        "java", Runtime.version().toString(),
        "pytorch", Engine.getInstance().getVersion(),
        "threads", Integer.toString(Threads.used()),
        "cpu", processor(),
        "device", device.toString());
  }

  /** The version that the jar's manifest carries. */
  private static String version() {
    return Objects.requireNonNullElse(
        Environment.class.getPackage().getImplementationVersion(), "(not packaged)");
  }

  /** The processor's name where the system tells it, else its architecture. */
  private static String processor() {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(PROCESSORS, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
