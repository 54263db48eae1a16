package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.SafetensorsWriter;

final class CheckpointStoreTest {
  private static final String DATA = "data.bin";

  @TempDir private Path folder;

  private static TrainerState state(long step) {
    return new TrainerState(
        step,
        42,
        "fake",
        "abc",
        "ghi",
        Map.of("a", new TrainerState.TrackState(7, 2, 9, "def", 0)),
        new SkippedSteps(2, 1),
        "alternate",
        Map.of("turns", "3"),
        Map.of("seed", "42"),
        Map.of("java", "17"),
        Map.of(),
        Map.of());
  }

  private static void writeData(Path target) {
    try {
      Files.write(target.resolve(DATA), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final List<Restorable> DATA_ALONE =
      SavedFiles.only(CheckpointStoreTest::writeData);

  private CheckpointStore store(Optional<Integer> limit) {
    return new CheckpointStore(folder, new Retention(limit, Optional.empty()));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void stateComesBackAsItWas() {
    Path saved = store(Optional.empty()).save(state(5), DATA_ALONE);
    // CRC-32C by its definition, bit by bit: polynomial 0x82f63b78 reflected, over 100 zero bytes.
    assertEquals(
        state(5).withFiles(Map.of(DATA, 100L), Map.of(DATA, "07cb9ff6")),
        CheckpointStore.verify(saved));
  }

  @Test
  void oldestGoFirstAndOnlyAfterTheNewOne() throws IOException {
    CheckpointStore store = store(Optional.of(2));
    for (long step : List.of(2, 9, 10)) {
      store.save(state(step), DATA_ALONE);
    }
    assertEquals(List.of("checkpoint-10", "checkpoint-9"), names());
    assertThrows(
        InputException.class,
        () ->
            store.save(
                state(11),
                SavedFiles.only(
                    target -> {
                      writeData(target);
                      throw new InputException("no space left on device");
                    })));
    assertEquals(List.of("checkpoint-10", "checkpoint-9"), names());
    store.list().forEach(CheckpointStore::verify);
  }

  /**
   * A checkpoint takes the place of older ones when it has its name, not when its files are
   * written: a link to nowhere is not a folder, so nothing can be renamed to it.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void olderOnesStayWhereTheNewOneIsWrittenButCannotBeRenamed() throws IOException {
    CheckpointStore store = store(Optional.of(1));
    store.save(state(9), DATA_ALONE);
    Files.createSymbolicLink(folder.resolve("checkpoint-10"), folder.resolve("nowhere"));
    AtomicBoolean written = new AtomicBoolean();
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                store.save(
                    state(10),
                    SavedFiles.only(
                        target -> {
                          writeData(target);
                          written.set(true);
                        })));
    assertTrue(written.get());
    assertTrue(
        String.valueOf(error.getMessage()).contains("earlier checkpoints are untouched"),
        error.getMessage());
    assertEquals(List.of("checkpoint-10", "checkpoint-9"), names());
    assertTrue(CheckpointStore.isWhole(folder.resolve("checkpoint-9")));
    Files.delete(folder.resolve("checkpoint-10"));
    store.save(state(10), DATA_ALONE);
    assertEquals(List.of("checkpoint-10"), names());
  }

  @Test
  void multiplesOfAStepAreAlwaysKept() throws IOException {
    CheckpointStore store =
        new CheckpointStore(folder, new Retention(Optional.of(1), Optional.of(4)));
    for (long step = 1; step <= 9; step++) {
      store.save(state(step), DATA_ALONE);
    }
    assertEquals(List.of("checkpoint-4", "checkpoint-8", "checkpoint-9"), names());
  }

  @Test
  void damagedCheckpointTakesNobodysPlace() throws IOException {
    store(Optional.empty()).save(state(3), DATA_ALONE);
    Files.createDirectories(folder.resolve("checkpoint-9"));
    store(Optional.of(1)).prune(3);
    assertEquals(List.of("checkpoint-3", "checkpoint-9"), names());
    store(Optional.of(1)).save(state(4), DATA_ALONE);
    assertEquals(List.of("checkpoint-4", "checkpoint-9"), names());
  }

  @Test
  void interruptedRunsLeftOversGo() throws IOException {
    Files.createDirectories(folder.resolve(".checkpoint-3.tmp/x"));
    Files.createDirectories(folder.resolve(".checkpoint-2.old"));
    Files.createDirectories(folder.resolve("..checkpoint-1.old.old"));
    Files.createDirectories(folder.resolve(".model.tmp"));
    Files.writeString(folder.resolve(".metrics.jsonl.4711.tmp"), "{");
    Files.createDirectories(folder.resolve(".mine"));
    store(Optional.empty()).removeLeftOvers();
    assertEquals(List.of(".mine"), names());
  }

  @Test
  void cutOffOrMissingFilesAreNamed() throws IOException {
    Path saved = store(Optional.empty()).save(state(5), DATA_ALONE);
    Files.write(saved.resolve(DATA), new byte[10]);
    assertMessage(saved, "expected a file of 100 bytes, found 10 bytes");
    Files.delete(saved.resolve(DATA));
    assertMessage(saved, "expected a file of 100 bytes, found none");
    Files.writeString(saved.resolve(TrainerState.FILE), "{\"step\": 5}");
    assertMessage(saved, "not the state of a checkpoint");
    Files.delete(saved.resolve(TrainerState.FILE));
    assertMessage(saved, "is missing: the checkpoint is not whole");
    assertFalse(CheckpointStore.isWhole(saved));
  }

  @Test
  void contentOfTheRightSizeIsChecked() throws IOException {
    Path saved = store(Optional.empty()).save(state(5), DATA_ALONE);
    byte[] content = Files.readAllBytes(saved.resolve(DATA));
    content[57] ^= 4;
    Files.write(saved.resolve(DATA), content);
    assertMessage(saved, DATA + " is damaged");
    assertFalse(CheckpointStore.isWhole(saved));
  }

  @Test
  void noByteOfTheStateMayChange() throws IOException {
    Path saved = store(Optional.empty()).save(state(5), DATA_ALONE);
    Path file = saved.resolve(TrainerState.FILE);
    byte[] text = Files.readAllBytes(file);
    for (int i = 0; i < text.length; i++) {
      byte[] changed = text.clone();
      changed[i] ^= (byte) (1 << i % 8);
      Files.write(file, changed);
      assertMessage(saved, "not the state of a checkpoint");
    }
    Files.write(file, new byte[text.length]);
    assertMessage(saved, "not the state of a checkpoint");
  }

  @Test
  void checkpointsOfEarlierVersionsAreCheckedAsFarAsTheyCanBe() throws IOException {
    Path saved =
        store(Optional.empty())
            .save(
                state(5),
                SavedFiles.only(
                    target ->
                        SafetensorsWriter.write(
                            target.resolve("a.safetensors"), Map.of(), Map.of("step", "5"))));
    Path state = saved.resolve(TrainerState.FILE);
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = (ObjectNode) json.readTree(state.toFile());
    tree.remove(List.of("own_checksum", "checksums"));
    ((ObjectNode) tree.path("tracks").path("a")).remove("data");
    json.writeValue(state.toFile(), tree);
    assertEquals(
        Map.of("a", new TrainerState.TrackState(7, 2, 9, TrainerState.UNKNOWN, 0)),
        CheckpointStore.verify(saved).tracks());

    Path arrays = saved.resolve("a.safetensors");
    Files.write(arrays, new byte[(int) Files.size(arrays)]);
    assertMessage(saved, "a.safetensors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"step\": -1}",
        "{\"step\": 2.5}",
        "{\"step\": \"2\"}",
        "{\"step\": null}",
        "{\"step\": 99999999999999999999}",
        "{\"unknown\": 1}",
        "{\"tracks\": {\"a\": null}}",
        "{\"tracks\": {\"a\": {\"position\": -7, \"batch_size\": 2, \"samples\": 9, \"data\":"
            + " \"\"}}}",
        "{\"tracks\": {\"a\": {\"position\": 7, \"batch_size\": 0, \"samples\": 9, \"data\":"
            + " \"\"}}}",
        "{\"tracks\": []}",
        "{\"policy_state\": {\"turns\": null}}",
        "{\"policy\": {}}",
        "{\"config\": null}",
        "{\"files\": {\"data.bin\": null}}",
        "{\"files\": {\"data.bin\": -1}}",
        "{\"files\": {\"../data.bin\": 100}}",
        "{\"files\": {\"a/b\": 100}}",
        "{\"files\": {\"a\\u0000\": 100}}",
        "{\"files\": {\"..\": 100}}",
        "{\"checksums\": {}}"
      })
  void valuesThatNoRunWritesAreRefused(String change) throws IOException {
    Path saved = store(Optional.empty()).save(state(5), DATA_ALONE);
    Path state = saved.resolve(TrainerState.FILE);
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = (ObjectNode) json.readTree(state.toFile());
    tree.remove(List.of("own_checksum", "checksums"));
    json.writeValue(state.toFile(), tree);
    CheckpointStore.verify(saved);
    tree.setAll((ObjectNode) json.readTree(change));
    json.writeValue(state.toFile(), tree);
    assertThrows(InputException.class, () -> CheckpointStore.verify(saved));
  }

  @Test
  void damagedTextsAreRefused() throws IOException {
    Path saved = Files.createDirectories(folder.resolve("checkpoint-5"));
    Path state = saved.resolve(TrainerState.FILE);
    try (InputStream nullSize =
        getClass().getResourceAsStream("/damaged/trainer_state-null-size.json")) {
      Files.copy(Objects.requireNonNull(nullSize), state);
    }
    assertMessage(saved, "not the state of a checkpoint");
    for (String text : List.of("", "{", "[]", "null", "{} {}", "[".repeat(100_000))) {
      Files.writeString(state, text);
      assertMessage(saved, "not the state of a checkpoint");
    }
    Files.delete(state);
    Files.createDirectory(state);
    assertMessage(saved, "not the state of a checkpoint");
  }

  @Test
  void onlyFoldersWithNamesThatARunWritesAreCheckpoints() throws IOException {
    for (String name : List.of("99999999999999999999", "007", "-1", "1.5", "")) {
      Files.createDirectories(folder.resolve("checkpoint-" + name));
    }
    Files.writeString(folder.resolve("checkpoint-7"), "a file");
    assertEquals(List.of(), store(Optional.of(1)).list());
  }

  private static void assertMessage(Path checkpoint, String expected) {
    InputException error =
        assertThrows(InputException.class, () -> CheckpointStore.verify(checkpoint));
    assertTrue(String.valueOf(error.getMessage()).contains(expected), error.getMessage());
  }

  @Test
  void checkpointsAreOrderedByStep() {
    CheckpointStore store = store(Optional.empty());
    for (long step : List.of(100, 20, 3)) {
      store.save(state(step), DATA_ALONE);
    }
    assertEquals(
        List.of(3L, 20L, 100L), store.list().stream().map(CheckpointStore::stepOf).toList());
  }
}
