package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** The demo, cut short, on the base model that comes with the program. */
final class DemoTest {
  private static final List<String> SHORT =
      List.of(
          "max_train_steps=2",
          "lr_warmup_steps=0",
          "track.identity.batch_size=2",
          "track.motion.batch_size=2",
          "generate.num_inference_steps=2",
          "evaluation.samples=2");

  @TempDir private Path folder = Path.of("");

  @Test
  void comparesThreeWaysOfTraining() throws Exception {
    Commands demo = demo();
    assertEquals(0, demo.code(), demo.err());
    assertTrue(demo.err().contains("train two-stage 2/2"), demo.err());
    assertTrue(
        demo.out().contains("chance") && demo.out().contains("2-stage"), "a table: " + demo.out());
    assertTrue(demo.out().contains(folder.resolve("report.html").toString()), demo.out());
    assertTrue(Files.exists(folder.resolve("image-only/pytorch_lora_weights.safetensors")));
    String page = Files.readString(folder.resolve("report.html"));
    assertEquals(2 * 5, count(page, "src=\"data:video/mp4;base64,"), "five models, two clips");
    assertEquals(2, count(page, "src=\"data:image/png;base64,"), "two references");
    assertEquals(
        5 + 3 + 1,
        count(page, "src=\"data:image/svg+xml;base64,"),
        "an answer to every question, losses and cosines");
    String picture = Files.readString(folder.resolve("clips.webp"), StandardCharsets.ISO_8859_1);
    assertTrue(picture.startsWith("WEBP", 8), "an animated picture");
    assertTrue(count(picture, "ANMF") > 1, "with several frames");
    assertEquals(count(page, "src="), count(page, "src=\"data:"), "no other file is needed");
    assertTrue(page.contains("identity template") && page.contains("two-stage"));
    assertFalse(page.contains("${"), "every place of the page is filled");
  }

  @Test
  void finishedAdaptersStayUntilTheirSettingsChange() throws Exception {
    assertEquals(0, demo("--quick").code());
    Path adapter = folder.resolve("ours/pytorch_lora_weights.safetensors");
    byte[] first = Files.readAllBytes(adapter);
    Commands again = demo("--quick", "evaluation.samples=1");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.err().contains("ours: 2 of 2 steps taken before"), again.err());
    assertFalse(again.err().contains("train ours"), again.err());
    assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(adapter)));

    Commands other = demo("--quick", "learning_rate=1e-3");
    assertEquals(0, other.code(), other.err());
    assertTrue(other.err().contains("it is restarted"), other.err());
    assertTrue(other.err().contains("train ours 2/2"), other.err());
    assertTrue(Arrays.mismatch(first, Files.readAllBytes(adapter)) >= 0);
  }

  @Test
  void wrongSettingLeavesAnEarlierDemoAlone() {
    assertEquals(0, demo("--quick", "evaluation.samples=1").code());
    assertEquals(2, demo("--quick", "learning_rate=1e-3", "lora.rnak=8").code());
    assertTrue(Files.isDirectory(folder.resolve("ours/checkpoint-2")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedDemoKeepsWhatIsDone() throws Exception {
    // Steps must outlast the signal's way, so there are many.
    Program program =
        Program.start(
            List.of(), arguments("--quick", "max_train_steps=100000").toArray(String[]::new));
    program.awaitOutput("train ours: 100000 to do");
    program.interrupt();
    assertEquals(130, program.code(), program.output());
    assertTrue(program.output().contains("Stopping after this step"), program.output());
    assertTrue(Files.readString(folder.resolve("report.html")).contains("base + reference"));
    try (var files = Files.list(folder.resolve("ours"))) {
      assertTrue(files.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint-")));
    }
  }

  @Test
  void unknownBackboneIsNamed() {
    Commands demo = demo("--backbone=unheard-of");
    assertEquals(2, demo.code());
    assertTrue(demo.err().contains("--backbone unheard-of"), demo.err());
    assertTrue(demo.err().contains("choose cogvideox"), demo.err());
  }

  @Test
  void wrongSettingIsRefusedBeforeAnythingRuns() {
    Commands demo = demo("lora.rnak=8");
    assertEquals(2, demo.code());
    assertTrue(demo.err().contains("lora.rank"), demo.err());
    assertFalse(demo.err().contains("score base"), demo.err());
  }

  private Commands demo(String... more) {
    return Commands.run(arguments(more).toArray(String[]::new));
  }

  private List<String> arguments(String... more) {
    List<String> arguments = new ArrayList<>(List.of("demo", "--output-dir=" + folder));
    arguments.addAll(SHORT);
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
