package org.sdvgen.data.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.FileNames;

/**
 * A folder of a data set: the files of one kind, the captions beside them, and everything else by
 * name, so that nothing is skipped in silence. Endings count in upper and lower case alike.
 */
public final class FolderFiles {
  private static final String TEXT = "txt";

  /** Files that operating systems leave in folders. */
  private static final Set<String> OF_THE_SYSTEM = Set.of("thumbs.db", "desktop.ini");

  /** More names than this make no sentence clearer. */
  private static final int NAMES = 5;

  private final Path folder;
  private final Set<String> suffixes;
  private final List<Path> files = new ArrayList<>();
  private final Map<String, Path> texts = new HashMap<>();
  private final List<String> otherFiles = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final List<String> deadLinks = new ArrayList<>();

  private FolderFiles(Path folder, Set<String> suffixes) {
    this.folder = folder;
    this.suffixes = suffixes;
  }

  /**
   * Lists a folder; folders in it are not searched.
   *
   * @param folder a folder
   * @param suffixes endings of the kind of file to list, in lower case, without the dot
   * @return the listed folder
   * @throws InputException if the folder cannot be read or has names that Java cannot spell
   */
  public static FolderFiles list(Path folder, Set<String> suffixes) {
    FolderFiles found = new FolderFiles(folder, suffixes);
    try (Stream<Path> entries = Files.list(folder)) {
      entries.sorted().forEach(found::sort);
    } catch (IOException e) {
      throw new InputException(folder + ": the folder cannot be read: " + e.getMessage(), e);
    }
    return found;
  }

  private void sort(Path entry) {
    FileNames.requireSpelled(entry);
    String name = String.valueOf(entry.getFileName());
    if (Files.isDirectory(entry)) {
      if (!isHidden(name)) {
        folders.add(name);
      }
    } else if (!Files.isRegularFile(entry)) {
      (Files.exists(entry, LinkOption.NOFOLLOW_LINKS) && !Files.exists(entry)
              ? deadLinks
              : otherFiles)
          .add(name);
    } else if (suffixes.contains(SampleFiles.suffix(entry))) {
      files.add(entry);
    } else if (SampleFiles.suffix(entry).equals(TEXT)) {
      // Of x.txt and x.TXT the first in the order of names is read, the other one is named.
      if (texts.putIfAbsent(SampleFiles.stem(entry), entry) != null) {
        otherFiles.add(name);
      }
    } else if (!isHidden(name)) {
      otherFiles.add(name);
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || OF_THE_SYSTEM.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The files of the wanted kind.
   *
   * @return the files in the order of their names
   */
  public List<Path> files() {
    return files;
  }

  /**
   * Reads the caption that stands beside a file, in a text file of the same name.
   *
   * @param file the file that the caption is for
   * @return the caption without space around it
   * @throws InputException if it is missing, empty or no UTF-8 text
   */
  public String caption(Path file) {
    @Nullable Path text = texts.get(SampleFiles.stem(file));
    if (text == null) {
      throw new InputException(
          file + ": its caption is missing, expected in " + SampleFiles.stem(file) + "." + TEXT);
    }
    String caption = TextLines.all(text).strip();
    if (caption.isEmpty()) {
      throw new InputException(text + ": the caption is empty");
    }
    return TextLines.requireText(text.toString(), caption);
  }

  /**
   * Reports the contents of the folder that are skipped.
   *
   * @return a sentence for each reason; empty if nothing is skipped
   */
  public List<String> passedOver() {
    List<String> sentences = new ArrayList<>();
    if (!otherFiles.isEmpty()) {
      sentences.add(
          "%s: skipped because of their endings: %s; only files that end in %s are read"
              .formatted(
                  folder, listed(otherFiles), "." + String.join(", .", new TreeSet<>(suffixes))));
    }
    List<String> alone = textsAlone();
    if (!alone.isEmpty()) {
      sentences.add(
          "%s: skipped because no file of their name stands beside them: %s"
              .formatted(folder, listed(alone)));
    }
    if (!folders.isEmpty()) {
      sentences.add(
          "%s: folders in it are not searched: %s; move their files here, or list them in a"
                  .formatted(folder, listed(folders))
              + " metadata file");
    }
    if (!deadLinks.isEmpty()) {
      sentences.add("%s: broken links: %s".formatted(folder, listed(deadLinks)));
    }
    return sentences;
  }

  private List<String> textsAlone() {
    Set<String> stems = new HashSet<>();
    files.forEach(file -> stems.add(SampleFiles.stem(file)));
    return texts.entrySet().stream()
        .filter(text -> !stems.contains(text.getKey()))
        .map(text -> String.valueOf(text.getValue().getFileName()))
        .sorted()
        .toList();
  }

  /**
   * Lists names, but not too many of them.
   *
   * @param names at least one
   * @return such as {@code 7 (a.xyz, b.xyz and 5 more)}
   */
  public static String listed(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    String more = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
    return names.size() + " (" + first + more + ")";
  }
}
