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
  void folders() throws IOException {
    one = Files.createDirectory(folder.resolve("one"));
    two = Files.createDirectory(folder.resolve("two"));
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

  private static RuleMemory memory(Map<String, NDArray> state, boolean neverChanges) {
    Map<String, UpdateRule> rules = new LinkedHashMap<>();
    rules.put("recent", new Remembering(state, neverChanges));
    return new RuleMemory(rules);
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatNeverChangesIsOneFileOfSeveralCheckpoints() throws IOException {
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      state.put("motion.1", scope.create(new float[] {1, 2}));
      memory(state, true).write(one, Optional.empty());
      state.put("motion.2", scope.create(new float[] {3, 4}));
      memory(state, true).write(two, Optional.of(one));
      assertEquals(identity(one.resolve(FIRST)), identity(two.resolve(FIRST)));
      assertNotEquals(identity(two.resolve(FIRST)), identity(two.resolve(SECOND)));

      Map<String, NDArray> restored = new LinkedHashMap<>();
      memory(restored, true).restore(two, scope);
      assertEquals(state, restored);
    }
  }

  @Test
  void driveWithoutLinksHoldsCopies() throws IOException {
    PoorDrive drive = new PoorDrive(PoorDrive.Lack.LINKS);
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> state = new LinkedHashMap<>();
      state.put("motion.1", scope.create(new float[] {1, 2}));
      memory(state, true).write(drive.folder(one), Optional.empty());
      memory(state, true).write(drive.folder(two), Optional.of(drive.folder(one)));
      Map<String, NDArray> restored = new LinkedHashMap<>();
      memory(restored, true).restore(two, scope);
      assertEquals(state, restored);
      assertNotEquals(identity(one.resolve(FIRST)), identity(two.resolve(FIRST)));
    }
  }

  @Test
  void whatChangesIsWrittenAgain() throws IOException {
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      NDArray sum = scope.create(new float[] {1, 2});
      RuleMemory memory = memory(Map.of("sum", sum), false);
      memory.write(one, Optional.empty());
      sum.addi(1);
      memory.write(two, Optional.of(one));
      Map<String, NDArray> restored = new LinkedHashMap<>();
      memory(restored, false).restore(two, scope);
      assertEquals(Map.of("sum", sum), restored);
    }
  }
}
