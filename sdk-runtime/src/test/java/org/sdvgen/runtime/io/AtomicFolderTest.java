package org.sdvgen.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;

final class AtomicFolderTest {
  @TempDir private Path folder;

  /** An earlier folder, and what two crashes left: one while writing, one while removing. */
  @BeforeEach
  void crash() throws IOException {
    for (String name : List.of("model", ".model.tmp", ".model.old")) {
      Files.createDirectories(folder.resolve(name));
      Files.writeString(folder.resolve(name).resolve("stale.bin"), "stale");
    }
  }

  @Test
  void nothingOfACrashIsInTheNewFolder() throws IOException {
    AtomicFolder.replace(folder.resolve("model"), empty -> write(empty.resolve("new.bin")));
    assertEquals(List.of("new.bin"), names(folder.resolve("model")));
    assertEquals(List.of("model"), names(folder));
  }

  @Test
  void aFailedWritingLeavesTheEarlierFolderAlone() throws IOException {
    assertThrows(
        InputException.class,
        () ->
            AtomicFolder.replace(
                folder.resolve("model"),
                empty -> {
                  write(empty.resolve("new.bin"));
                  throw new InputException("no space left on device");
                }));
    assertEquals(List.of("stale.bin"), names(folder.resolve("model")));
    assertEquals(List.of(".model.old", "model"), names(folder));
  }

  @Test
  void nothingOfACrashKeepsAFolderFromBeingRemoved() throws IOException {
    AtomicFolder.remove(folder.resolve("model"));
    assertEquals(List.of(".model.tmp"), names(folder));
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "new");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
