package org.sdvgen.host.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The memory that this process has now. Resident memory beyond the heap is native: weights,
 * activations, libraries.
 *
 * @param residentMb mebibytes in main memory; empty where the system does not tell (it is Linux
 *     that does)
 * @param heapMb mebibytes of Java objects, garbage included
 */
record ProcessMemory(OptionalDouble residentMb, double heapMb) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB_PER_MIB = 1024;

  /** Asks the system. */
  static ProcessMemory now() {
    Runtime runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / (KIB_PER_MIB * KIB_PER_MIB);
    return new ProcessMemory(resident(), heap);
  }

  private static OptionalDouble resident() {
    if (!Files.isReadable(STATUS)) {
      return OptionalDouble.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }
}
