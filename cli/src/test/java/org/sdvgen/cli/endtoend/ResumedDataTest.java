package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** A run goes on with the data that it began with. */
final class ResumedDataTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void changedDataOfTheSameNumberAreRefused() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Commands begun = Commands.run("train", run.config(), "max_train_steps=1", "seed=3");
    assertEquals(0, begun.code(), begun.err());

    Path caption = folder.resolve("videos/clip1.txt");
    Files.writeString(caption, "a ball moves right 7");
    assertRefused(run, "track.motion.data");
    Files.writeString(caption, "a ball moves right 1\n");

    Path target = folder.resolve("pictures/target1.png");
    byte[] whole = Files.readAllBytes(target);
    Files.copy(folder.resolve("pictures/target0.png"), target, StandardCopyOption.REPLACE_EXISTING);
    assertRefused(run, "track.identity.data");
    Commands allowed = resumed(run, "resume_changed_recipe=true", "lr_scheduler=constant");
    assertEquals(0, allowed.code(), allowed.err());
    assertTrue(
        allowed.err().contains("other samples than before: track.identity.data"), allowed.err());
    assertFalse(allowed.err().contains("track.motion.data"), allowed.err());
    Files.write(target, whole);
  }

  private static void assertRefused(TinyRun run, String data) {
    Commands refused = resumed(run);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains(data + " gives as many samples as before"), refused.err());
    assertTrue(refused.err().contains("resume_changed_recipe = true"), refused.err());
  }

  private static Commands resumed(TinyRun run, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "train";
    arguments[1] = run.config();
    arguments[2] = "max_train_steps=1";
    arguments[3] = "seed=3";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Commands.run(arguments);
  }
}
