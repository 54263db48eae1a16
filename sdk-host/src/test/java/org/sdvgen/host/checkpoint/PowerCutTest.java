package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.host.disk.RecordedDisk;
import org.sdvgen.host.disk.RecordedDisk.Unforced;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * The power is cut at every moment of several saves: what is on the disk then holds the newest
 * checkpoint whose save had ended, or a newer one.
 */
final class PowerCutTest {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String BUFFER = "buffer.bin";

  @TempDir private Path folder;

  private static byte[] weights(long step) {
    return ByteBuffer.allocate(16).putLong(0x5f5f5f5f).putLong(step).array();
  }

  /** Saves with one file of its own and one in common with the checkpoint before. */
  private static void save(CheckpointStore store, Path disk, long step) {
    store.save(
        SavedFiles.state(step),
        SavedFiles.only(
            target -> {
              AtomicFile.write(
                  target.resolve(WEIGHTS), to -> to.write(ByteBuffer.wrap(weights(step))));
              Path earlier = disk.resolve("checkpoint-" + (step - 2)).resolve(BUFFER);
              if (Files.exists(earlier)) {
                link(target.resolve(BUFFER), earlier);
              } else {
                AtomicFile.write(
                    target.resolve(BUFFER), to -> to.write(ByteBuffer.wrap(weights(0))));
              }
            }));
  }

  private static void link(Path link, Path existing) {
    try {
      Files.createLink(link, existing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"KEPT,KEPT", "KEPT,LOST", "LOST,KEPT", "LOST,LOST"})
  void whatWasSavedIsThere(Unforced contents, Unforced entries) throws IOException {
    RecordedDisk recorded = new RecordedDisk(Files.createDirectory(folder.resolve("disk")));
    Path disk = recorded.folder();
    CheckpointStore store =
        new CheckpointStore(disk, new Retention(Optional.of(1), Optional.empty()));
    List<Integer> ends = new ArrayList<>();
    for (long step = 2; step <= 6; step += 2) {
      save(store, disk, step);
      ends.add(recorded.moments());
    }
    for (int moment = 0; moment <= recorded.moments(); moment++) {
      int at = moment;
      long saved = 2 * ends.stream().filter(end -> end <= at).count();
      Path left = Files.createDirectory(folder.resolve("left-" + moment));
      recorded.layOut(moment, contents, entries, left);
      assertHolds(left, saved, "moment " + moment + " of " + recorded.moments());
    }
  }

  private static void assertHolds(Path left, long saved, String where) throws IOException {
    CheckpointStore store = new CheckpointStore(left, Retention.ALL);
    store.removeLeftOvers();
    if (saved == 0 && store.list().isEmpty()) {
      return;
    }
    ResumePoint point =
        ResumePoint.choose(left, "auto", message -> {}).orElseThrow(AssertionError::new);
    assertTrue(point.state().step() >= saved, () -> where + ": " + point.folder());
    assertArrayEquals(
        weights(point.state().step()), Files.readAllBytes(point.folder().resolve(WEIGHTS)), where);
    assertArrayEquals(weights(0), Files.readAllBytes(point.folder().resolve(BUFFER)), where);
  }

  @Test
  void diskForgetsWhatWasNotForced() throws IOException {
    RecordedDisk recorded = new RecordedDisk(Files.createDirectory(folder.resolve("disk")));
    Files.write(recorded.folder().resolve("a"), new byte[] {1, 2});
    int end = recorded.moments();
    Path kept = Files.createDirectory(folder.resolve("kept"));
    recorded.layOut(end, Unforced.KEPT, Unforced.KEPT, kept);
    assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(kept.resolve("a")));
    Path zeros = Files.createDirectory(folder.resolve("zeros"));
    recorded.layOut(end, Unforced.LOST, Unforced.KEPT, zeros);
    assertArrayEquals(new byte[2], Files.readAllBytes(zeros.resolve("a")));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    recorded.layOut(end, Unforced.KEPT, Unforced.LOST, empty);
    try (var files = Files.list(empty)) {
      assertEquals(0, files.count());
    }
  }
}
