package org.sdvgen.data.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * Two text files of which line k of one belongs to line k of the other: the layout of {@code
 * prompts.txt} beside {@code videos.txt}.
 *
 * @param prompts a caption per line
 * @param videos a file name per line
 */
public record LinedTexts(Path prompts, Path videos) {
  private static final List<String> PROMPT_NAMES =
      List.of("prompts.txt", "prompt.txt", "captions.txt");

  /** Takes a line of both files. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one line.
     *
     * @param where names the line
     * @param video the file name
     * @param caption the caption
     */
    void take(String where, String video, String caption);
  }

  /**
   * Finds both files in a folder.
   *
   * @param folder a data set's folder
   * @return both; empty if one is missing
   */
  public static Optional<LinedTexts> in(Path folder) {
    Path videos = folder.resolve("videos.txt");
    return PROMPT_NAMES.stream()
        .map(folder::resolve)
        .filter(file -> Files.isRegularFile(file) && Files.isRegularFile(videos))
        .findFirst()
        .map(prompts -> new LinedTexts(prompts, videos));
  }

  /**
   * Reads both files to their end.
   *
   * @param sink takes every line in which neither is blank
   * @throws InputException if they do not have the same number of lines, or if one cannot be read
   */
  public void read(Sink sink) {
    try (BufferedReader captions = Files.newBufferedReader(prompts);
        BufferedReader names = Files.newBufferedReader(videos)) {
      String caption = line(captions);
      String name = line(names);
      for (long number = 1; !caption.isEmpty() && !name.isEmpty(); number++) {
        sink.take(Row.where(videos, number), name, caption);
        caption = line(captions);
        name = line(names);
      }
      if (!caption.equals(name)) {
        throw new InputException(
            "%s and %s do not have the same number of lines"
                .formatted(prompts, videos.getFileName()));
      }
    } catch (IOException e) {
      throw new InputException(
          "%s and %s cannot be read as UTF-8 text: %s"
              .formatted(prompts, videos.getFileName(), e.getMessage()),
          e);
    }
  }

  /** Returns the next line, or an empty text at the end and for a blank line. */
  private static String line(BufferedReader reader) throws IOException {
    @Nullable String line = reader.readLine();
    return line == null ? "" : line.strip();
  }
}
