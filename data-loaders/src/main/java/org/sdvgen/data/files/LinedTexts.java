package org.sdvgen.data.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
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
   * Reads both files to their end. Lines that are blank in both are skipped.
   *
   * @param sink takes every line in which neither is blank
   * @param broken takes a sentence for every line in which one is blank
   * @throws InputException if they do not have the same number of lines, or if one cannot be read
   */
  public void read(Sink sink, Consumer<String> broken) {
    try (TextLines captions = TextLines.open(prompts);
        TextLines names = TextLines.open(videos)) {
      Optional<String> caption = captions.next();
      Optional<String> name = names.next();
      boolean matched = true;
      while (caption.isPresent() || name.isPresent()) {
        // Blank lines at the end of the longer file are no samples.
        boolean both = caption.isPresent() && name.isPresent();
        matched &= both || (isBlank(caption) && isBlank(name));
        if (matched) {
          take(Math.max(captions.number(), names.number()), caption, name, sink, broken);
        }
        caption = captions.next();
        name = names.next();
      }
      if (!matched) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s and %s do not have the same number of lines, %d and %d: line k of one belongs"
                    + " to line k of the other",
                prompts,
                videos.getFileName(),
                captions.number(),
                names.number()));
      }
    }
  }

  private void take(
      long number,
      Optional<String> caption,
      Optional<String> name,
      Sink sink,
      Consumer<String> broken) {
    if (isBlank(caption) && isBlank(name)) {
      return;
    }
    String where = Row.where(videos, number);
    if (isBlank(caption)) {
      broken.accept(
          "%s: %s: its caption is empty in %s"
              .formatted(where, name.orElse("").strip(), prompts.getFileName()));
    } else if (isBlank(name)) {
      broken.accept(
          "%s: the line is empty, but %s has a caption there"
              .formatted(where, prompts.getFileName()));
    } else {
      TextLines.requireText(where, name.orElse("") + caption.orElse(""));
      sink.take(where, name.orElse("").strip(), caption.orElse("").strip());
    }
  }

  private static boolean isBlank(Optional<String> line) {
    return line.orElse("").isBlank();
  }
}
