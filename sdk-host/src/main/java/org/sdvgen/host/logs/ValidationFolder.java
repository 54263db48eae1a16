package org.sdvgen.host.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.ValidationReport.Clip;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.runtime.io.AtomicFolder;

/** The folder {@code validation} of a run, with a folder for every round of clips. */
public final class ValidationFolder implements Restorable {
  /** More digits are no step that a run could reach, and no number of 64 bits. */
  private static final Pattern ROUND = Pattern.compile("\\.*step-(\\d{1,18})(?:\\.tmp|\\.old)*");

  private final Path folder;

  /**
   * The folder of a run.
   *
   * @param outputDir the run's folder
   */
  public ValidationFolder(Path outputDir) {
    folder = outputDir.resolve("validation");
  }

  /** Nothing: every round is on the disk as soon as its folder has its name. */
  @Override
  public void save(Draft checkpoint) {}

  /** The rounds lie beside the checkpoints: those that are there are cut back. */
  @Override
  public void load(ResumePoint checkpoint) {}

  /** Removes the rounds that will come again. */
  @Override
  public void cutBack(long firstStep) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> rounds = Files.list(folder)) {
      for (Path round : rounds.toList()) {
        Matcher name = ROUND.matcher(String.valueOf(round.getFileName()));
        if (name.matches() && Long.parseLong(name.group(1)) >= firstStep) {
          AtomicFolder.remove(round);
        }
      }
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes a round, which is whole or not there.
   *
   * @param step optimizer steps taken so far
   * @param clips generates clips into an empty folder and names their files
   * @return the clips with their files
   * @throws InputException if a clip cannot be generated or written
   */
  public List<Clip> write(long step, Function<Path, List<Clip>> clips) {
    Path round = folder.resolve("step-" + step);
    List<Clip> written = new ArrayList<>();
    AtomicFolder.replace(round, empty -> written.addAll(clips.apply(empty)));
    return written.stream()
        .map(
            clip ->
                new Clip(
                    clip.prompt(),
                    clip.seed(),
                    round.resolve(clip.video().getFileName()),
                    round.resolve(clip.strip().getFileName())))
        .toList();
  }
}
