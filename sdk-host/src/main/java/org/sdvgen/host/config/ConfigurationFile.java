package org.sdvgen.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sdvgen.runtime.weights.AtomicFile;

/**
 * The configuration that a run leaves in its folder: all of its settings in one file, whatever
 * files and overrides they came from, so that the folder alone says what was done.
 */
public final class ConfigurationFile {
  private static final String NAME = "config.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigurationFile() {}

  /**
   * The configuration that a path means.
   *
   * @param path a configuration file, or the folder of a run
   * @return the file
   */
  public static Path of(Path path) {
    return Files.isDirectory(path) ? path.resolve(NAME) : path;
  }

  /**
   * Writes a run's settings into its folder.
   *
   * @param config the configuration
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public static void write(RunConfig config) {
    StringBuilder text = new StringBuilder("# The settings of this run, as it began.\n");
    config
        .written()
        .forEach((key, texts) -> text.append(key).append(": ").append(value(texts)).append('\n'));
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    AtomicFile.write(
        config.checkpoints().outputDir().resolve(NAME), channel -> channel.write(bytes));
  }

  /** JSON's quotes and brackets are YAML's too. */
  private static String value(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts.size() == 1 ? texts.get(0) : texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
