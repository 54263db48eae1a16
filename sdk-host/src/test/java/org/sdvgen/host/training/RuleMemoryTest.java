package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.SavedFiles;
import org.sdvgen.host.disk.PoorDrive;
import org.sdvgen.runtime.torch.Devices;

/** What update rules remember, in checkpoints. */
final class RuleMemoryTest {
  private static final String FIRST = "update_rule.recent.motion.1.safetensors";
  private static final String SECOND = "update_rule.recent.motion.2.safetensors";

  @TempDir private Path folder;

  private Path one = Path.of("");
  private Path two = Path.of("");

  @BeforeEach
  void folders() {
    one = folder.resolve("checkpoint-1");
    two = folder.resolve("checkpoint-2");
  }

  /** Remembers what it is told. */
  private record Remembering(Map<String, NDArray> state, boolean stateNeverChanges)
      implements UpdateRule {
    @Override
    public void apply(UpdateStep step, GradientBuffer gradients) {}

    @Override
    public void restore(String name, NDArray array) {
      NDArray copy = array.duplicate();
      copy.attach(array.getManager().getParentManager());
      state.put(name, copy);
    }
  }

  private static List<Restorable> memory(
      NDManager scope, Map<String, NDArray> state, boolean neverChanges) {
    Map<String, UpdateRule> rules = new LinkedHashMap<>();
    rules.put("recent", new Remembering(state, neverChanges));
    return List.of(new RuleMemory(rules, scope::newSubManager));
  }

  private static CheckpointStore store(Path outputDir) {
    return new CheckpointStore(outputDir, Retention.ALL);
  }

  private Map<String, NDArray> restored(NDManager scope, boolean neverChanges) {
    Map<String, NDArray> restored = new LinkedHashMap<>();
    ResumePoint point = new ResumePoint(two, CheckpointStore.verify(two));
    store(folder).restore(Optional.of(point), memory(scope, restored, neverChanges));
    return restored;
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatNeverChangesIsOneFileOfSeveralCheckpoints() throws IOException {
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      CheckpointStore store = store(folder);
      state.put("motion.1", scope.create(new float[] {1, 2}));
      store.save(SavedFiles.state(1), memory(scope, state, true));
      state.put("motion.2", scope.create(new float[] {3, 4}));
      store.save(SavedFiles.state(2), memory(scope, state, true));
      assertEquals(identity(one.resolve(FIRST)), identity(two.resolve(FIRST)));
      assertNotEquals(identity(two.resolve(FIRST)), identity(two.resolve(SECOND)));
      assertEquals(state, restored(scope, true));
    }
  }

  /** The run that resumes has in common with the checkpoint that it resumes from what it saves. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void resumedRunLinksToTheCheckpointThatItCameFrom() throws IOException {
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      state.put("motion.1", scope.create(new float[] {1, 2}));
      store(folder).save(SavedFiles.state(1), memory(scope, state, true));
      CheckpointStore resumed = store(folder);
      List<Restorable> memory = memory(scope, new LinkedHashMap<>(), true);
      resumed.restore(Optional.of(new ResumePoint(one, CheckpointStore.verify(one))), memory);
      resumed.save(SavedFiles.state(2), memory);
      assertEquals(identity(one.resolve(FIRST)), identity(two.resolve(FIRST)));
      assertEquals(state, restored(scope, true));
    }
  }

  @Test
  void driveWithoutLinksHoldsCopies() throws IOException {
    PoorDrive drive = new PoorDrive(PoorDrive.Lack.LINKS);
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      state.put("motion.1", scope.create(new float[] {1, 2}));
      CheckpointStore store = store(drive.folder(folder));
      store.save(SavedFiles.state(1), memory(scope, state, true));
      store.save(SavedFiles.state(2), memory(scope, state, true));
      assertEquals(state, restored(scope, true));
      assertNotEquals(identity(one.resolve(FIRST)), identity(two.resolve(FIRST)));
    }
  }

  @Test
  void whatChangesIsWrittenAgain() throws IOException {
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      NDArray sum = scope.create(new float[] {1, 2});
      List<Restorable> memory = memory(scope, Map.of("sum", sum), false);
      CheckpointStore store = store(folder);
      store.save(SavedFiles.state(1), memory);
      sum.addi(1);
      store.save(SavedFiles.state(2), memory);
      assertEquals(Map.of("sum", sum), restored(scope, false));
    }
  }
}
