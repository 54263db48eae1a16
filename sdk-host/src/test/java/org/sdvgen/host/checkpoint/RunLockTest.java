package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

@SuppressWarnings("try") // locks are in force while they are open
final class RunLockTest {
  private static final Notices NOBODY = message -> {};

  @TempDir private Path folder;

  @Test
  void oneAtATime() {
    Path run = folder.resolve("run");
    try (RunLock lock = RunLock.take(run, NOBODY);
        RunLock other = RunLock.take(folder.resolve("other"), NOBODY)) {
      InputException error = assertThrows(InputException.class, () -> RunLock.take(run, NOBODY));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains("(process " + ProcessHandle.current().pid() + ")"), message);
    }
    RunLock.take(run, NOBODY).close();
  }

  @Test
  void folderThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    InputException error = assertThrows(InputException.class, () -> RunLock.take(file, NOBODY));
    assertTrue(String.valueOf(error.getMessage()).contains("cannot be written"));
  }
}
