package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** Looking at the data of the tiny run. */
final class InspectTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void thePageShowsPromptsFilesAndWhatIsLeftOut() throws IOException {
    TinyRun run = TinyRun.create(folder);
    Files.writeString(folder.resolve("videos/broken.mp4"), "words");
    Files.writeString(folder.resolve("videos/broken.txt"), "nothing to see");
    Path output = folder.resolve("look");
    Path earlier = EarlierFile.twice(output.resolve("data.html"), "an earlier page");
    Commands result =
        Commands.run(
            "data", "inspect", run.config(), "--samples", "2", "--output", output.toString());
    assertEquals(0, result.code(), result.err());
    String page = Files.readString(output.resolve("data.html"));
    assertTrue(page.contains("a &lt;cls&gt; star on the sand"));
    assertTrue(page.contains("a ball moves right 1"));
    assertEquals("an earlier page", Files.readString(earlier), "replaced, not written over");
    assertTrue(page.contains("video: clip0.mp4, 48x48, 8.00 fps, 1.50 s"));
    assertTrue(page.contains("broken.mp4: this is not a video file"));
    assertTrue(page.contains("2 samples, read as 48x48, 9 frames at 8 fps"));
    assertEquals(4, page.split("data:image/png;base64", -1).length - 1);
    assertTrue(ImageIO.read(output.resolve("data.png").toFile()).getWidth() > 300);
    assertTrue(result.out().contains("identity     2 samples, 48x48"), result.out());
  }

  @Test
  void aSampleThatCannotBeLoadedIsSaidOnTheTerminal() throws IOException {
    TinyRun run = TinyRun.create(folder);
    Path picture = folder.resolve("pictures/target1.png");
    byte[] whole = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(whole, whole.length / 2));
    Commands result =
        Commands.run(
            "data", "inspect", run.config(), "--output", folder.resolve("look").toString());
    assertEquals(0, result.code(), result.err());
    assertTrue(result.err().contains("note: identity, sample "), result.err());
    assertTrue(result.err().contains("cannot be loaded: " + picture), result.err());
  }
}
