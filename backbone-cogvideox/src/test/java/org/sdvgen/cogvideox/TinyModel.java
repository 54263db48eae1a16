package org.sdvgen.cogvideox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.text.LongPrompts;

/** The golden checkpoint, whole or as a copy to damage, and backbones on it. */
public final class TinyModel {
  private TinyModel() {}

  /** The checkpoint among the test resources. */
  public static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(TinyModel.class.getResource("/golden/cogvideox/model")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies the checkpoint. */
  public static Path copyTo(Path target) {
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(folder().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings with the defaults of the configuration but for these. */
  public static CogVideoXConfig config(
      Path checkpoint, String dtype, boolean checkpointing, NormLora normLora) {
    return config(checkpoint, dtype, checkpointing, normLora, RotaryFormula.DIFFUSERS);
  }

  /** The same with another rotary formula. */
  static CogVideoXConfig config(
      Path checkpoint,
      String dtype,
      boolean checkpointing,
      NormLora normLora,
      RotaryFormula rotary) {
    return new CogVideoXConfig(
        checkpoint,
        "cpu",
        dtype,
        checkpointing,
        normLora,
        rotary,
        ReferenceToken.SINGLE,
        LongPrompts.REFUSE,
        VideoStart.AFTER_REFERENCE,
        false,
        true,
        true,
        Optional.empty());
  }

  /** Opens a backbone through its factory. */
  public static Backbone open(CogVideoXConfig config) {
    return new CogVideoXFactory().create(config, new ComponentContext(List.of(), 0, message -> {}));
  }
}
