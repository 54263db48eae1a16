package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory of closed arrays is the system's again. */
@EnabledOnOs(OS.LINUX)
class FreedMemoryTest {
  private static final int MEBI = 1 << 20;

  /** Mebibytes of this process that are no file's. */
  private static long anonymous() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Arrays of 8 MiB, as a model's matrices are, with a small one that stays behind each. */
  @Test
  void freedArraysLeaveTheProcess() throws IOException {
    try (NDManager stays = Devices.newManager(Devices.cpu())) {
      // The C library takes pieces of up to this size from its heap from now on.
      stays.ones(new Shape(30 * MEBI / Float.BYTES)).close();
      FreedMemory.giveBack();
      long before = anonymous();
      try (NDManager freed = stays.newSubManager()) {
        for (int i = 0; i < 40; i++) {
          freed.ones(new Shape(8 * MEBI / Float.BYTES));
          stays.ones(new Shape(256));
        }
        assertTrue(anonymous() - before > 300, "the arrays are there");
      }
      FreedMemory.giveBack();
      long left = anonymous() - before;
      assertTrue(left < 80, "of 320 MiB are left " + left);
    }
  }
}
