package org.sdvgen.host.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.SavedFiles;
import org.sdvgen.host.disk.RecordedDisk;
import org.sdvgen.host.disk.RecordedDisk.Unforced;

final class GrowingFilesTest {
  private static final String NAME = "metrics.jsonl";

  @TempDir private Path folder;

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve(NAME));
  }

  private void grow(long firstStep, long... steps) {
    try (GrowingFiles files = new GrowingFiles(folder)) {
      StepLog log = StepLog.open(files, NAME);
      files.cutBack(firstStep);
      for (long step : steps) {
        log.write(step, JsonNodeFactory.instance.objectNode().put("word", "Größe"));
      }
    }
  }

  /** Saves a checkpoint that is elsewhere, on a drive that forgets nothing. */
  private void save(GrowingFiles files) {
    new CheckpointStore(folder.resolve("elsewhere"), Retention.ALL)
        .save(SavedFiles.state(2), List.of(files));
  }

  private static String line(long step) {
    return String.format(Locale.ROOT, "{\"step\":%d,\"word\":\"Größe\"}", step);
  }

  @Test
  void stepsToBeTakenAgainAreCutOff() throws IOException {
    grow(0, 0, 1, 2, 3);
    grow(2, 2);
    assertEquals(List.of(line(0), line(1), line(2)), lines());
    grow(0);
    assertEquals(List.of(), lines());
  }

  @Test
  void whatACrashCutOffGoes() throws IOException {
    grow(0, 0, 1);
    Path file = folder.resolve(NAME);
    for (String rest : List.of(line(2), "{\"step\":2,\"wo", "{\"step\":2,\"wo\n", "\0\0\n")) {
      Files.writeString(file, line(0) + "\n" + line(1) + "\n" + rest);
      grow(3, 3);
      assertEquals(List.of(line(0), line(1), line(3)), lines());
    }
  }

  @Test
  void whatWasForcedOutlastsAPowerCut() throws IOException {
    RecordedDisk disk = new RecordedDisk(Files.createDirectory(folder.resolve("disk")));
    int forced;
    try (GrowingFiles files = new GrowingFiles(disk.folder())) {
      StepLog log = StepLog.open(files, NAME);
      log.write(0, JsonNodeFactory.instance.objectNode().put("word", "Größe"));
      log.write(1, JsonNodeFactory.instance.objectNode().put("word", "Größe"));
      save(files);
      forced = disk.moments();
      log.write(2, JsonNodeFactory.instance.objectNode().put("word", "Größe"));
    }
    for (int moment : List.of(forced, disk.moments())) {
      disk.layOut(moment, Unforced.LOST, Unforced.KEPT, folder);
      grow(2, 2);
      assertEquals(List.of(line(0), line(1), line(2)), lines());
      Files.delete(folder.resolve(NAME));
    }
  }

  @Test
  void otherFormatsAreCutBackToo() throws IOException {
    Files.write(folder.resolve("events"), new byte[] {5, 6, 7, 8});
    try (GrowingFiles files = new GrowingFiles(folder)) {
      assertTrue(files.exists("events"));
      // Each byte is a record, its place the step.
      GrowingFile events = files.open("events", (content, step) -> step);
      files.cutBack(2);
      events.append(new byte[] {9});
    }
    assertEquals("[5, 6, 9]", Arrays.toString(Files.readAllBytes(folder.resolve("events"))));
  }

  @Test
  void fileThatCannotBeWrittenIsNamed() throws IOException {
    Files.createDirectory(folder.resolve(NAME));
    String message = String.valueOf(assertThrows(InputException.class, () -> grow(0)).getMessage());
    assertTrue(message.contains(NAME), message);
  }
}
