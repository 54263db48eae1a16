package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** The recipes of the autoencoders, cut short: both layouts, both parts. */
final class FitAutoencoderTest {
  private static final Path RECIPES = Path.of("../recipes");

  @TempDir private Path folder = Path.of("");

  @Test
  void recipesTrainAutoencodersAndThenTheirDecoders() {
    for (String name : List.of("vae-cogvideox", "vae-wan22")) {
      Path first = folder.resolve(name).resolve("first");
      Path second = folder.resolve(name).resolve("second");
      Commands fit = fit(name, first);
      assertEquals(0, fit.code(), fit.err());
      assertTrue(fit.out().contains("16 channels of 4x4 pixels and 4 frames"), fit.out());
      assertTrue(fit.out().contains("clips         2, 1 held out"), fit.out());
      assertTrue(fit.err().contains("step 2/2  grad_norm"), fit.err());
      Commands decoder =
          fit(
              name + "-2",
              second,
              "fit.codec.weights=" + first,
              "fit.codec.config=" + first.resolve("config.json"));
      assertEquals(0, decoder.code(), decoder.err());
      for (Path result : List.of(first, second)) {
        assertTrue(Files.isRegularFile(result.resolve("config.json")), result.toString());
      }
    }
  }

  @Test
  void resultThatIsThereIsNotReplaced() {
    Commands again = fit("vae-cogvideox", folder);
    assertEquals(2, again.code(), again.err());
    assertTrue(again.err().contains(folder + " is there already"), again.err());
  }

  private static Commands fit(String recipe, Path output, String... settings) {
    Map<String, String> shorter =
        Map.of(
            "fit.samples", "2",
            "fit.held_out", "1",
            "fit.codec.steps", "2",
            "fit.codec.crop", "16",
            "fit.codec.batch_size", "1",
            "fit.output", output.toString());
    return Commands.run(
        Stream.of(
                Stream.of("fit-codec", RECIPES.resolve(recipe + ".yaml").toString()),
                shorter.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()),
                Stream.of(settings))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
