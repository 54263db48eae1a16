package org.sdvgen.host.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;

/** Checkpoint folders are written whole or not at all. */
final class ModelFilesTest {
  @TempDir private Path folder = Path.of("");

  /** Settings of the backbone here. */
  record Settings(@Setting(doc = "The folder") Path checkpoint) {}

  /** Writes one file of two tensors. */
  private record Writer(Path checkpoint) implements CheckpointTools {
    @Override
    public void writeRandomWeights(long seed, WriteProgress progress) {
      try {
        Files.writeString(checkpoint.resolve("weights"), "seed " + seed);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      progress.written(1, 2);
      progress.written(2, 2);
    }

    @Override
    public void quantize(String format, Path target, WriteProgress progress) {
      if (!format.equals("int8")) {
        throw new InputException("no format " + format);
      }
      try {
        Files.writeString(target.resolve("weights"), format);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      progress.written(1, 1);
    }
  }

  private record Small(String name, String description) implements PublishedModel {
    @Override
    public void copyTo(Path target) {
      try {
        Files.writeString(target.resolve("config.json"), "{}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Written implements BackboneFactory<Settings> {
    @Override
    public String name() {
      return "written";
    }

    @Override
    public String description() {
      return "Is written and never loaded";
    }

    @Override
    public Class<Settings> settingsType() {
      return Settings.class;
    }

    @Override
    public List<PublishedModel> publishedModels() {
      return List.of(new Small("small-1b", "A small one"));
    }

    @Override
    public boolean recognizes(Path checkpoint) {
      return Files.exists(checkpoint.resolve("config.json"));
    }

    @Override
    public Optional<CheckpointTools> checkpointTools(Settings settings) {
      return Optional.of(new Writer(settings.checkpoint()));
    }

    @Override
    public Backbone create(Settings settings, ComponentContext context) {
      throw new IllegalStateException("the model was loaded");
    }

    @Override
    public AdapterTools adapterTools(Settings settings) {
      throw new IllegalStateException("no adapters are converted");
    }

    @Override
    public BackboneOutline outline(Settings settings) {
      throw new IllegalStateException("nothing is planned");
    }
  }

  private static SdvgenBuilder builder() {
    return Sdvgen.builder()
        .plugin(
            new Plugin() {
              @Override
              public List<ComponentFactory<?, ? extends Backbone>> backbones() {
                return List.of(new Written());
              }
            });
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static void assertRefused(Executable part, String... reasons) {
    String message = String.valueOf(assertThrows(InputException.class, part).getMessage());
    for (String reason : reasons) {
      assertTrue(message.contains(reason), message);
    }
  }

  @Test
  void folderHasConfigurationsAndWeights() throws IOException {
    List<String> names = builder().publishedModels().stream().map(PublishedModel::name).toList();
    assertTrue(names.contains("small-1b"), names.toString());
    builder().writeRandomModel("small-1b", folder.resolve("new"), 5, (done, of) -> {});
    assertEquals(List.of("new/config.json", "new/weights"), files());
    assertEquals("seed 5", Files.readString(folder.resolve("new/weights")));
  }

  @Test
  void nothingIsLeftOfAFolderThatIsNotFinished() throws IOException {
    assertThrows(
        CancellationException.class,
        () ->
            builder()
                .writeRandomModel(
                    "small-1b",
                    folder.resolve("new"),
                    5,
                    (done, of) -> {
                      throw new CancellationException();
                    }));
    assertEquals(List.of(), files());
  }

  @Test
  void whatIsThereStays() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("old")).resolve("mine"), "x");
    assertRefused(
        () -> builder().writeRandomModel("small-1b", folder.resolve("old"), 5, (done, of) -> {}),
        "old exists and is not overwritten");
    assertEquals(List.of("old/mine"), files());
  }

  @Test
  void unknownNamesGetTheNearestAndAll() throws IOException {
    assertRefused(
        () -> builder().writeRandomModel("smal-1b", folder.resolve("new"), 5, (done, of) -> {}),
        "smal-1b: no plugin knows this checkpoint; did you mean small-1b?");
    assertEquals(List.of(), files());
  }

  @Test
  void modelsAreQuantizedByTheirOwnBackbone() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    assertRefused(
        () -> builder().quantize(model, folder.resolve("new"), "int8", (done, of) -> {}),
        "model: no backbone opens this folder",
        "written");
    Files.writeString(model.resolve("config.json"), "{}");
    assertRefused(
        () -> builder().quantize(model, folder.resolve("new"), "int4", (done, of) -> {}),
        "no format int4");
    assertEquals(List.of("model/config.json"), files());
    builder().quantize(model, folder.resolve("new"), "int8", (done, of) -> {});
    assertEquals("int8", Files.readString(folder.resolve("new/weights")));
    assertRefused(
        () -> builder().quantize(model, folder.resolve("new"), "int8", (done, of) -> {}),
        "new exists and is not overwritten");
    assertRefused(
        () -> builder().quantize(folder.resolve("no"), model, "int8", (done, of) -> {}),
        "no is not a folder");
  }
}
