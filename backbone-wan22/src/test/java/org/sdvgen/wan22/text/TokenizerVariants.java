package org.sdvgen.wan22.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes copies of a tokenizer that differ in one thing. */
public final class TokenizerVariants {
  private static final String CONFIG = "tokenizer_config.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerVariants() {}

  /** Writes a copy to which characters without a piece are unknown, instead of bytes. */
  public static void writeWithoutByteFallback(Path tokenizer, Path target) {
    write(tokenizer, target, root -> ((ObjectNode) root.get("model")).put("byte_fallback", false));
  }

  /** Writes a copy with a changed {@code tokenizer.json}. */
  static void write(Path tokenizer, Path target, Consumer<ObjectNode> change) {
    try {
      Files.copy(tokenizer.resolve(CONFIG), target.resolve(CONFIG));
      String name = "tokenizer.json";
      ObjectNode root = (ObjectNode) JSON.readTree(tokenizer.resolve(name).toFile());
      change.accept(root);
      JSON.writeValue(target.resolve(name).toFile(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a key of a copy's {@code tokenizer_config.json}. */
  static void setConfig(Path folder, String key, String value) {
    try {
      File config = folder.resolve(CONFIG).toFile();
      JSON.writeValue(config, ((ObjectNode) JSON.readTree(config)).put(key, value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
