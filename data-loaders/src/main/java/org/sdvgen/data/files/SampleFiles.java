package org.sdvgen.data.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.GitLfs;

/** The files of data sets in folders. */
public final class SampleFiles {
  private static final List<String> METADATA_NAMES =
      List.of("metadata.jsonl", "metadata.json", "metadata.csv");

  private SampleFiles() {}

  /**
   * Checks that a file exists and is not a pointer of Git LFS.
   *
   * @param file any file
   * @throws InputException if it is not
   */
  public static void require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + (Files.isSymbolicLink(file) ? ": this link is broken" : ": no such file"));
    }
    GitLfs.refusePointer(file);
  }

  /**
   * The folder that a file lies in.
   *
   * @param file any file
   * @return its folder, absolute
   */
  public static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  /**
   * Finds the one metadata file of a folder.
   *
   * @param folder a folder
   * @return {@code metadata.jsonl}, {@code .json} or {@code .csv} in it
   * @throws InputException if there are several
   */
  public static Optional<Path> metadata(Path folder) {
    List<Path> found =
        METADATA_NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    if (found.size() > 1) {
      throw new InputException(
          "%s holds several metadata files, %s: name the one to use as path"
              .formatted(
                  folder,
                  String.join(
                      ", ",
                      found.stream().map(file -> String.valueOf(file.getFileName())).toList())));
    }
    return found.stream().findFirst();
  }

  /**
   * The ending of a file's name.
   *
   * @param file any file
   * @return the part after the last dot, in lower case; the whole name if there is none
   */
  public static String suffix(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * A file's name without its ending.
   *
   * @param file any file
   * @return the part before the last dot
   */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
