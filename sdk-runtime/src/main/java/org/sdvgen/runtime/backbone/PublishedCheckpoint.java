package org.sdvgen.runtime.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.runtime.io.WriteFailure;

/**
 * A published checkpoint whose configurations and tokenizer a plugin has among its resources, in a
 * folder {@code published/<name>} of the layout of {@link
 * org.sdvgen.runtime.checkpoint.CheckpointFolder}.
 *
 * @param name names it
 * @param description says in one sentence what it is
 * @param neighbour a class of the package that the resources lie in
 */
public record PublishedCheckpoint(String name, String description, Class<?> neighbour)
    implements PublishedModel {
  private static final List<String> FILES =
      List.of(
          "model_index.json",
          "transformer/config.json",
          "vae/config.json",
          "text_encoder/config.json",
          "scheduler/scheduler_config.json",
          "tokenizer/tokenizer_config.json");

  /** A tokenizer has some of these. */
  private static final List<String> TOKENIZER_FILES =
      List.of(
          "tokenizer/tokenizer.json",
          "tokenizer/spiece.model",
          "tokenizer/added_tokens.json",
          "tokenizer/special_tokens_map.json");

  @Override
  public void copyTo(Path folder) {
    FILES.forEach(
        file -> {
          if (!copy(file, folder)) {
            throw new IllegalStateException(
                "%s lacks the resource %s of %s".formatted(neighbour.getPackageName(), file, name));
          }
        });
    TOKENIZER_FILES.forEach(file -> copy(file, folder));
  }

  private boolean copy(String file, Path folder) {
    Path target = folder.resolve(file);
    try (InputStream in = neighbour.getResourceAsStream("published/" + name + "/" + file)) {
      if (in == null) {
        return false;
      }
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(in, target);
      return true;
    } catch (IOException e) {
      throw WriteFailure.of(target + " cannot be written", e, "");
    }
  }
}
