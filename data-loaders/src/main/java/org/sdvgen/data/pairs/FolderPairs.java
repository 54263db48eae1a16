package org.sdvgen.data.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.FolderFiles;
import org.sdvgen.data.files.SampleFiles;

/**
 * Two folders whose pictures of the same name make a pair, the prompt in a text file beside the
 * target.
 *
 * @param sources the folder of reference pictures
 * @param targets the folder of target pictures and prompts
 */
record FolderPairs(Path sources, Path targets) {
  private static final Set<String> PICTURE_SUFFIXES =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "webp", "bmp", "gif", "avif", "heic", "heif", "tif",
          "tiff");
  private static final List<String> SOURCE_NAMES =
      List.of("reference", "references", "source", "control");
  private static final List<String> TARGET_NAMES = List.of("target", "targets", "images");

  /** Finds both folders in a data set's folder. */
  static Optional<FolderPairs> in(Path folder) {
    Optional<Path> sources = first(folder, SOURCE_NAMES);
    Optional<Path> targets = first(folder, TARGET_NAMES);
    return sources.flatMap(from -> targets.map(to -> new FolderPairs(from, to)));
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
  }

  DataSource open(SubjectPairsSettings settings, Notices notices) {
    FolderFiles references = FolderFiles.list(sources, PICTURE_SUFFIXES);
    FolderFiles pictures = FolderFiles.list(targets, PICTURE_SUFFIXES);
    Map<String, Path> byStem = new LinkedHashMap<>();
    for (Path source : references.files()) {
      Path other = byStem.putIfAbsent(SampleFiles.stem(source), source);
      if (other != null) {
        throw new InputException(
            "%s and %s have the same name: which of them is the reference?"
                .formatted(other, source.getFileName()));
      }
    }
    PairListing pairs = new PairListing(settings, targets);
    for (Path target : pictures.files()) {
      try {
        Optional<Path> source = Optional.ofNullable(byStem.get(SampleFiles.stem(target)));
        pairs.add(entry(settings, target, source, pictures));
      } catch (InputException e) {
        pairs.leaveOut(String.valueOf(e.getMessage()));
      }
    }
    references.passedOver().forEach(pairs::passOver);
    pictures.passedOver().forEach(pairs::passOver);
    pictures.files().forEach(target -> byStem.remove(SampleFiles.stem(target)));
    if (!byStem.isEmpty()) {
      pairs.passOver(
          "%s: skipped because no picture of their name is in %s: %s"
              .formatted(
                  sources,
                  targets,
                  FolderFiles.listed(
                      byStem.values().stream()
                          .map(file -> String.valueOf(file.getFileName()))
                          .toList())));
    }
    return pairs.finish(notices);
  }

  private PairEntry entry(
      SubjectPairsSettings settings, Path target, Optional<Path> source, FolderFiles captions) {
    Path reference =
        source.orElseThrow(
            () ->
                new InputException(
                    "%s: there is no picture of the same name in %s".formatted(target, sources)));
    String subject =
        settings
            .subject()
            .orElseThrow(
                () ->
                    new InputException(
                        target
                            + ": folders do not say what the subject is called: set subject, or"
                            + " list the pairs in a metadata file"));
    return new PairEntry(
        String.valueOf(target.getFileName()),
        reference.toAbsolutePath().toString(),
        target.toAbsolutePath().toString(),
        captions.caption(target),
        subject);
  }
}
