package org.sdvgen.data.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
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
      Set.of("png", "jpg", "jpeg", "webp", "bmp", "gif", "avif");
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

  DataSource open(SubjectPairsConfig config, Notices notices) {
    Map<String, Path> byStem = new HashMap<>();
    for (Path source : SampleFiles.withSuffix(sources, PICTURE_SUFFIXES)) {
      Path other = byStem.putIfAbsent(SampleFiles.stem(source), source);
      if (other != null) {
        throw new InputException(
            "%s and %s have the same name: which of them is the reference?"
                .formatted(other, source.getFileName()));
      }
    }
    PairListing pairs = new PairListing(config, targets);
    for (Path target : SampleFiles.withSuffix(targets, PICTURE_SUFFIXES)) {
      try {
        pairs.add(entry(config, target, Optional.ofNullable(byStem.get(SampleFiles.stem(target)))));
      } catch (InputException e) {
        pairs.leaveOut(String.valueOf(e.getMessage()));
      }
    }
    return pairs.finish(notices);
  }

  private PairEntry entry(SubjectPairsConfig config, Path target, Optional<Path> source) {
    Path reference =
        source.orElseThrow(
            () ->
                new InputException(
                    "%s: there is no picture of the same name in %s".formatted(target, sources)));
    String subject =
        config
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
        SampleFiles.captionBeside(target),
        subject);
  }
}
