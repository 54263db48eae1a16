package org.sdvgen.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;

final class DemoFilesTest {
  private static final DemoArm OURS = DemoArm.ALL.get(0);
  private static final DemoArm IMAGE_ONLY = DemoArm.ALL.get(1);

  @TempDir private Path folder = Path.of("");
  private DemoFiles files = new DemoFiles(Path.of(""), DemoArm.BASE);

  @BeforeEach
  void makeTwoModelsAndARecipe() throws Exception {
    Files.createDirectories(folder.resolve("models/toy-first"));
    Files.createDirectories(folder.resolve("models/toy-second"));
    Files.createDirectories(folder.resolve("recipes"));
    Files.createFile(folder.resolve("recipes/toy-second.yaml"));
    files = new DemoFiles(folder, DemoArm.BASE);
  }

  @Test
  void theUsualRecipesStandForThemselves() {
    for (DemoFiles usual : List.of(files, files.on("first"))) {
      assertEquals(folder.resolve("recipes/toy.yaml"), usual.recipe(OURS));
      assertEquals(List.of(), usual.settings(IMAGE_ONLY));
    }
  }

  @Test
  void anotherBaseGoesUnderAllRecipes() {
    DemoFiles second = files.on("second");
    Path base = folder.resolve("recipes/toy-second.yaml");
    assertEquals(base, second.recipe(OURS));
    assertEquals(List.of(), second.settings(OURS));
    assertEquals(folder.resolve("recipes/toy-image-only.yaml"), second.recipe(IMAGE_ONLY));
    assertEquals(List.of("extends=" + base), second.settings(IMAGE_ONLY));
  }

  @Test
  void unknownBackboneIsRefusedWithThoseThatExist() {
    InputException error = assertThrows(InputException.class, () -> files.on("third"));
    assertTrue(String.valueOf(error.getMessage()).contains("first or second"), error.getMessage());
  }
}
