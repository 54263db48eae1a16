package org.sdvgen.host.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/**
 * The folders {@code checkpoint-N} of an output directory. A checkpoint is written under another
 * name, forced to the disk and renamed, so it is whole or not there; older ones are removed only
 * when the new one is safe.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})");

  /** Folders on their way in or out; one whose removal was interrupted has two endings. */
  private static final Pattern LEFT_OVER =
      Pattern.compile("\\.+(checkpoint-\\d+|diverged-step-\\d+|model)(\\.(tmp|old))+");

  private static final Pattern LEFT_OVER_FILE = Pattern.compile("\\..+\\.\\d+\\.tmp");

  private final Path outputDir;
  private final Retention retention;

  /**
   * A view of an output directory, which need not exist yet.
   *
   * @param outputDir holds the checkpoints
   * @param retention which of them stay
   */
  public CheckpointStore(Path outputDir, Retention retention) {
    this.outputDir = outputDir;
    this.retention = retention;
  }

  /**
   * The checkpoints that are there, whole or not.
   *
   * @return folders by step, ascending
   */
  public List<Path> list() {
    return entries(NAME)
        .filter(Files::isDirectory)
        .sorted(Comparator.comparingLong(CheckpointStore::stepOf))
        .toList();
  }

  private Stream<Path> entries(Pattern name) {
    if (!Files.isDirectory(outputDir)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(outputDir)) {
      return all
          .filter(path -> name.matcher(String.valueOf(path.getFileName())).matches())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new InputException(outputDir + ": the output directory cannot be read: " + e, e);
    }
  }

  /**
   * The step in a checkpoint's name.
   *
   * @param checkpoint a folder of {@link #list}
   * @return N of {@code checkpoint-N}
   */
  public static long stepOf(Path checkpoint) {
    Matcher matcher = NAME.matcher(String.valueOf(checkpoint.getFileName()));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not the name of a checkpoint: " + checkpoint);
    }
    return Long.parseLong(matcher.group(1));
  }

  /**
   * Checks that every file of a checkpoint is there in full length.
   *
   * @param checkpoint its folder
   * @return the checkpoint's state
   * @throws InputException if something is missing or cut off
   */
  public static TrainerState verify(Path checkpoint) {
    TrainerState state = TrainerState.read(checkpoint);
    state
        .files()
        .forEach(
            (name, size) -> {
              if (sizeOf(checkpoint.resolve(name)) != size) {
                throw new InputException(
                    String.format(
                        Locale.ROOT,
                        "%s: expected a file of %d bytes, found %s; resume from another checkpoint",
                        checkpoint.resolve(name),
                        size,
                        foundAt(checkpoint, name)));
              }
            });
    return state;
  }

  static boolean isWhole(Path checkpoint) {
    try {
      verify(checkpoint);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  private static String foundAt(Path checkpoint, String name) {
    long size = sizeOf(checkpoint.resolve(name));
    return size < 0 ? "none" : size + " bytes";
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes a checkpoint.
   *
   * @param state the run's state; the files' sizes are added
   * @param content writes everything else into the folder that it is given
   * @return the checkpoint's folder
   * @throws InputException if it cannot be written; earlier checkpoints are untouched then and
   *     nothing is left of this one
   */
  public Path save(TrainerState state, Consumer<Path> content) {
    Path target = outputDir.resolve("checkpoint-" + state.step());
    try {
      AtomicFolder.replace(
          target,
          folder -> {
            content.accept(folder);
            state.withFiles(sizes(folder)).write(folder);
          });
      prune(state.step());
    } catch (InputException e) {
      throw new InputException(
          "%s was not saved, earlier checkpoints are untouched: %s"
              .formatted(target, e.getMessage()),
          e);
    }
    return target;
  }

  private static Map<String, Long> sizes(Path folder) {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> sizes.put(String.valueOf(file.getFileName()), sizeOf(file)));
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e, e);
    }
    return sizes;
  }

  /**
   * Removes checkpoints that need not be kept any more. Later ones than the newest that is known to
   * be whole may be damaged, so they neither count nor go.
   *
   * @param newest step of a whole checkpoint
   * @throws InputException if one cannot be removed
   */
  public void prune(long newest) {
    List<Long> steps =
        list().stream().map(CheckpointStore::stepOf).filter(step -> step <= newest).toList();
    for (long step : retention.surplus(steps)) {
      AtomicFolder.remove(outputDir.resolve("checkpoint-" + step));
    }
  }

  /**
   * Removes what an interrupted run left half written.
   *
   * @throws InputException if it cannot be removed
   */
  public void removeLeftOvers() {
    entries(LEFT_OVER).forEach(AtomicFolder::remove);
    entries(LEFT_OVER_FILE).filter(Files::isRegularFile).forEach(AtomicFolder::remove);
  }
}
