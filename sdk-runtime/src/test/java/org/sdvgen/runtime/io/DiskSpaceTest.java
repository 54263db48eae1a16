package org.sdvgen.runtime.io;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;

final class DiskSpaceTest {
  @Test
  void tooLittleRoomIsSaidWithBothSizes(@TempDir Path folder) {
    assertDoesNotThrow(() -> DiskSpace.require(folder, 1));
    InputException refused =
        assertThrows(
            InputException.class, () -> DiskSpace.require(folder, 4_000_000_000_000_000_000L));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(folder + ": 4000000000.0 GB are to be written"), message);
    assertTrue(message.contains("GB left: free some"), message);
  }
}
