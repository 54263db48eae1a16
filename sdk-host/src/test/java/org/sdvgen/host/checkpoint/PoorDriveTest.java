package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.disk.PoorDrive;
import org.sdvgen.host.disk.PoorDrive.Lack;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.io.Forcing;

/** Drives that cannot force or lock are written to, and it is said what they cannot promise. */
final class PoorDriveTest {
  @TempDir private Path folder;

  private static void save(Path drive, long step) {
    new CheckpointStore(drive, new Retention(Optional.of(1), Optional.empty()))
        .save(
            SavedFiles.state(step),
            SavedFiles.only(
                target -> AtomicFile.write(target.resolve("a"), to -> to.write(bytes(step)))));
  }

  private static ByteBuffer bytes(long step) {
    return ByteBuffer.allocate(8).putLong(step).flip();
  }

  @ParameterizedTest
  @EnumSource(names = {"FORCED_FILES", "FORCED_FOLDERS"})
  void whatCannotBeForcedIsWrittenAllTheSame(Lack lack) throws IOException {
    Path drive = new PoorDrive(lack).folder(folder);
    List<String> limits = Forcing.limits(drive);
    assertEquals(1, limits.size(), limits.toString());
    String what = lack == Lack.FORCED_FILES ? "force files" : "force folders";
    assertTrue(limits.get(0).contains(what), limits.get(0));
    assertTrue(limits.get(0).contains("Invalid argument"), limits.get(0));
    save(drive, 2);
    save(drive, 4);
    assertEquals(4, CheckpointStore.verify(folder.resolve("checkpoint-4")).step());
    try (var names = Files.list(folder)) {
      assertEquals(1, names.count());
    }
  }

  @Test
  void ableDriveHasNothingToSay() {
    assertEquals(List.of(), Forcing.limits(folder));
    assertEquals(List.of(), Forcing.limits(new PoorDrive().folder(folder)));
  }

  @ParameterizedTest
  @EnumSource(names = {"FORCED_FILES", "FORCED_FOLDERS"})
  void driveThatFailsLaterIsAFailure(Lack lack) {
    PoorDrive failing = new PoorDrive();
    Path drive = failing.folder(folder);
    save(drive, 2);
    failing.lose(lack);
    InputException error = assertThrows(InputException.class, () -> save(drive, 4));
    assertTrue(String.valueOf(error.getMessage()).contains("was not saved"), error.getMessage());
    assertEquals(2, CheckpointStore.verify(folder.resolve("checkpoint-2")).step());
  }

  @Test
  void driveWithoutLocksIsUsedWithANotice() {
    List<String> said = new ArrayList<>();
    Path drive = new PoorDrive(Lack.LOCKS).folder(folder);
    RunLock.take(drive, said::add).close();
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("has no file locks (No locks available)"), said.get(0));
    assertTrue(said.get(0).contains("no other run"), said.get(0));
  }
}
