package org.sdvgen.testkit.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.ResidentBlocks;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;

/** The tiny backbone in a folder, whose weights are drawn when it is first opened. */
final class TinyFolder {
  private static final Path CONFIGURATIONS =
      Path.of("src/test/resources/org/sdvgen/testkit/guide/model");
  private static final int MAX_TOKENS = 40;

  private TinyFolder() {}

  static TinySettings settings(Path folder, String dtype, GradientCheckpointing checkpointing) {
    if (!Files.exists(folder.resolve("model_index.json"))) {
      copy(folder);
    }
    ModelSettings model =
        new ModelSettings(
            folder,
            Optional.empty(),
            DeviceName.CPU,
            EnumWord.find(Precision.class, dtype).orElseThrow(),
            Optional.empty(),
            ResidentBlocks.AUTO,
            checkpointing,
            LongPrompts.REFUSE,
            true,
            true,
            Optional.of(1L));
    return new TinySettings(model, MAX_TOKENS);
  }

  static Backbone open(Path folder, String dtype, GradientCheckpointing checkpointing) {
    return TinyPlugin.BACKBONE.create(
        settings(folder, dtype, checkpointing), new ComponentContext(List.of(), 0, notice -> {}));
  }

  private static void copy(Path folder) {
    try (Stream<Path> files = Files.walk(CONFIGURATIONS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(CONFIGURATIONS.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
