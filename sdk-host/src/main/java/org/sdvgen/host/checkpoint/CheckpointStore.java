package org.sdvgen.host.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFolder;
import org.sdvgen.runtime.io.Checksum;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * The folders {@code checkpoint-N} of an output directory. A checkpoint is written under another
 * name, forced to the disk and renamed, so it is whole or not there; older ones are removed only
 * when the new one is safe.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("checkpoint-(0|[1-9]\\d{0,17})");

  /** Folders on their way in or out; one whose removal was interrupted has two endings. */
  private static final Pattern LEFT_OVER =
      Pattern.compile(
          "\\.+(checkpoint-\\d+|diverged-step-\\d+|model|force-folder\\.\\d+)(\\.(tmp|old))+");

  private static final Pattern LEFT_OVER_FILE = Pattern.compile("\\..+\\.\\d+\\.tmp");

  private final Path outputDir;
  private final Retention retention;
  private Optional<Path> latest = Optional.empty();

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
   * Checks that every file of a checkpoint is there with the content that was written. Of a
   * checkpoint of an earlier version, which has no checksums, only sizes and the heads of arrays'
   * files can be checked.
   *
   * @param checkpoint its folder
   * @return the checkpoint's state
   * @throws InputException if something is missing, cut off or changed; it names the file
   */
  public static TrainerState verify(Path checkpoint) {
    TrainerState state = TrainerState.read(checkpoint);
    state.files().forEach((name, size) -> verifySize(checkpoint.resolve(name), size));
    state.checksums().forEach((name, sum) -> verifyContent(checkpoint.resolve(name), sum));
    if (state.checksums().isEmpty()) {
      state.files().keySet().forEach(name -> verifyHead(checkpoint.resolve(name)));
    }
    return state;
  }

  private static void verifySize(Path file, long size) {
    long found = sizeOf(file);
    if (found != size) {
      throw new InputException(
          "%s: expected a file of %s bytes, found %s; resume from another checkpoint"
              .formatted(file, Long.toString(size), found < 0 ? "none" : found + " bytes"));
    }
  }

  private static void verifyContent(Path file, String sum) {
    String found = Checksum.of(file);
    if (!found.equals(sum)) {
      throw new InputException(
          ("%s is damaged: its content has the checksum %s, where %s was written; resume from"
                  + " another checkpoint")
              .formatted(file, found, sum));
    }
  }

  private static void verifyHead(Path file) {
    if (file.toString().endsWith(".safetensors")) {
      SafetensorsFile.open(file).close();
    }
  }

  static boolean isWhole(Path checkpoint) {
    try {
      verify(checkpoint);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Puts every part of a run into the state in which the run begins: loads it from the checkpoint
   * to resume from, if there is one, and then cuts back what grows from step to step.
   *
   * @param point the checkpoint to resume from; empty for a new run
   * @param parts the run's state, in the order of {@link #save}
   * @throws InputException if a part of the checkpoint cannot be read or does not fit; nothing has
   *     been cut back then
   */
  public void restore(Optional<ResumePoint> point, List<Restorable> parts) {
    point.ifPresent(checkpoint -> parts.forEach(part -> part.load(checkpoint)));
    long firstStep = point.map(checkpoint -> checkpoint.state().step()).orElse(0L);
    parts.forEach(part -> part.cutBack(firstStep));
    latest = point.map(ResumePoint::folder);
  }

  /**
   * Writes a checkpoint.
   *
   * @param state the run's state; the parts' figures, and the files' sizes and checksums are added
   * @param parts the rest of the run's state
   * @return the checkpoint's folder
   * @throws InputException if it cannot be written; earlier checkpoints are untouched then and
   *     nothing is left of this one
   */
  public Path save(TrainerState state, List<Restorable> parts) {
    Path target = outputDir.resolve("checkpoint-" + state.step());
    try {
      AtomicFolder.replace(
          target,
          folder -> {
            Draft draft = new Draft(folder, state, latest);
            parts.forEach(part -> part.save(draft));
            withFiles(draft.state(), folder).write(folder);
          });
      latest = Optional.of(target);
      prune(state.step());
    } catch (InputException e) {
      throw new InputException(
          "%s was not saved, earlier checkpoints are untouched: %s"
              .formatted(target, e.getMessage()),
          e);
    }
    return target;
  }

  private static TrainerState withFiles(TrainerState state, Path folder) {
    Map<String, Long> sizes = new TreeMap<>();
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        sizes.put(name, sizeOf(file));
        sums.put(name, Checksum.of(file));
      }
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e, e);
    }
    return state.withFiles(sizes, sums);
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
