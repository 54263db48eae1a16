package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.cli.Commands;

/** Adapters that other programs have written, beside a configuration that says another alpha. */
final class ForeignAdaptersTest {
  private static final Path ROOT =
      Path.of(System.getProperty("repository.root", "")).toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wan-comfyui-no-alpha-rank-8 | comfyui | 8 | 8.0 | has no alpha",
        "wan-diffsynth-default | diffsynth | 8 | 8.0 | has no alpha",
        "wan-fp8 | comfyui | 8 | 8.0 | has no alpha",
        "wan-videoxfun-two-underscores | videox-fun | 8 | 4.0 | ''",
        "wan-rank-varies | kohya | 6 | 6.0 | the rank varies by module, from 4 to 6",
      })
  void theirRankAndAlphaAreTheFilesOwn(
      String name, String format, int rank, double alpha, String notice) {
    Commands info =
        Commands.run(
            "adapter",
            "info",
            ROOT.resolve("recipes/toy-wan22.yaml").toString(),
            "--lora",
            ROOT.resolve("cli/src/test/resources/adapters/" + name + ".safetensors").toString(),
            "lora.alpha=64");
    assertEquals(0, info.code(), info.err());
    for (String said :
        new String[] {"format      " + format, "rank        " + rank, "alpha       " + alpha}) {
      assertTrue(info.out().contains(said), () -> said + " is missing in " + info.out());
    }
    assertTrue(info.err().contains(notice), info.err());
  }

  @Test
  void whatVideoXFunWroteForCogVideoXIsImported() throws IOException {
    String recipe = TinyRun.create(folder).config();
    String theirs =
        ROOT.resolve("cli/src/test/resources/adapters/cogvideox-videoxfun.safetensors").toString();
    String ours = folder.resolve("imported.safetensors").toString();
    Commands imported =
        Commands.run("adapter", "import", recipe, "--lora", theirs, "--output", ours);
    assertEquals(0, imported.code(), imported.err());
    Commands info = Commands.run("adapter", "info", recipe, "--lora", ours);
    assertTrue(info.out().contains("format      diffusers"), info.out());
    assertTrue(info.out().contains("modules     8"), info.out());
  }
}
