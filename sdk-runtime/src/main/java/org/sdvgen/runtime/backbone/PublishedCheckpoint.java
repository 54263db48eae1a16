package org.sdvgen.runtime.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.runtime.checkpoint.ConfigFile;
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
  private static final String INDEX = "model_index.json";
  private static final String TRANSFORMER = "transformer";

  private static final List<String> FILES =
      List.of(
          INDEX,
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

  /** Returns whether the index of a checkpoint names the same class of transformer. */
  boolean isOfSameKind(Path checkpoint) {
    Path index = checkpoint.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      return false;
    }
    try (InputStream in = resource(INDEX)) {
      JsonNode own = new ObjectMapper().readTree(in).path(TRANSFORMER).path(1);
      JsonNode other = ConfigFile.read(index).node(TRANSFORMER).path(1);
      return own.isTextual() && own.equals(other);
    } catch (InputException e) {
      return false; // without a transformer it is of no kind
    } catch (IOException e) {
      throw new IllegalStateException("the index of " + name + " cannot be read", e);
    }
  }

  private @Nullable InputStream resource(String file) {
    return neighbour.getResourceAsStream("published/" + name + "/" + file);
  }

  private boolean copy(String file, Path folder) {
    Path target = folder.resolve(file);
    try (InputStream in = resource(file)) {
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
