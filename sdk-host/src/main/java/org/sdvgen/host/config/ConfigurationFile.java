package org.sdvgen.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * The configuration that a run leaves in its folder: all of its settings in one file, whatever
 * files and overrides they came from, so that the folder alone says what was done. Paths in the
 * folder are written relative to it, so that it may be moved.
 */
public final class ConfigurationFile {
  private static final String NAME = "config.yaml";
  private static final String OUTPUT_DIR = "output_dir";
  private static final String HEADING =
      "# The settings of this run, as it began. Paths are relative to this folder.\n";
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
   * @param settings the settings
   * @param outputDir the run's folder
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public static void write(WrittenSettings settings, Path outputDir) {
    // It is there also if it was left to its default, which would count from this folder now.
    SortedMap<String, List<String>> written = new TreeMap<>(settings.texts());
    written.put(OUTPUT_DIR, List.of(outputDir.toString()));
    StringBuilder text = new StringBuilder(HEADING);
    written.forEach(
        (key, texts) -> {
          List<String> here = texts.stream().map(each -> relative(each, outputDir)).toList();
          text.append(key).append(": ").append(value(here)).append('\n');
        });
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    AtomicFile.write(outputDir.resolve(NAME), channel -> channel.write(bytes));
  }

  private static String relative(String text, Path outputDir) {
    if (text.equals(outputDir.toString())) {
      return ".";
    }
    String inside = outputDir + outputDir.getFileSystem().getSeparator();
    return text.startsWith(inside) ? text.substring(inside.length()) : text;
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
