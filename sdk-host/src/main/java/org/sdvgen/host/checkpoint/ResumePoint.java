package org.sdvgen.host.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.runtime.io.FileNames;

/**
 * The checkpoint that a run resumes from.
 *
 * @param folder its folder
 * @param state its state
 */
public record ResumePoint(Path folder, TrainerState state) {
  private static final String EARLIER = "of an earlier run, while this run starts from step 0";
  private static final String BEYOND = "beyond the checkpoint to resume from";

  /**
   * Chooses a checkpoint.
   *
   * @param outputDir the output directory
   * @param setting the value of {@code resume_from_checkpoint}
   * @param notices is told of checkpoints that are skipped
   * @return the checkpoint; empty for a new run
   * @throws InputException if a checkpoint that was asked for is not there or not whole, or if a
   *     new run would mix with an old one
   */
  public static Optional<ResumePoint> choose(Path outputDir, String setting, Notices notices) {
    CheckpointStore store = new CheckpointStore(outputDir, Retention.ALL);
    return switch (setting) {
      case "auto" -> newest(store, outputDir, notices);
      case "latest" ->
          Optional.of(newest(store, outputDir, notices).orElseThrow(() -> noCheckpoint(outputDir)));
      case "never" -> unmixed(store.list(), Optional.empty(), outputDir);
      default -> unmixed(store.list(), Optional.of(named(outputDir, setting)), outputDir);
    };
  }

  private static InputException noCheckpoint(Path outputDir) {
    return new InputException(
        ("resume_from_checkpoint = latest: %s holds no whole checkpoint; use auto to start a new"
                + " run where there is none")
            .formatted(outputDir));
  }

  /** The newest whole checkpoint; those after it are damaged and will be written again. */
  private static Optional<ResumePoint> newest(
      CheckpointStore store, Path outputDir, Notices notices) {
    List<Path> checkpoints = new ArrayList<>(store.list());
    List<String> damages = new ArrayList<>();
    while (!checkpoints.isEmpty()) {
      Path newest = checkpoints.remove(checkpoints.size() - 1);
      try {
        ResumePoint point = new ResumePoint(newest, verified(newest));
        damages.forEach(notices::say);
        return Optional.of(point);
      } catch (InputException e) {
        damages.add(newest + " is skipped: " + e.getMessage());
      }
    }
    if (!damages.isEmpty()) {
      throw new InputException(
          ("%s holds no whole checkpoint to resume from: %s. Put a whole copy in place, or start"
                  + " from step 0: in another output_dir, or here with resume_from_checkpoint = never")
              .formatted(outputDir, String.join("; ", damages)));
    }
    return Optional.empty();
  }

  private static TrainerState verified(Path checkpoint) {
    TrainerState state = CheckpointStore.verify(checkpoint);
    if (state.step() != CheckpointStore.stepOf(checkpoint)) {
      throw new InputException(
          "%s: the state is of step %s, not of the folder's; resume from another checkpoint"
              .formatted(checkpoint.resolve(TrainerState.FILE), Long.toString(state.step())));
    }
    return state;
  }

  private static ResumePoint named(Path outputDir, String setting) {
    Path folder = folder(outputDir, setting);
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          ("resume_from_checkpoint = %s: there is no such folder, neither in %s nor in the current"
                  + " folder; give a checkpoint's folder, or auto, latest or never")
              .formatted(setting, outputDir));
    }
    return new ResumePoint(folder, CheckpointStore.verify(folder));
  }

  private static Path folder(Path outputDir, String setting) {
    try {
      Path inside = FileNames.resolve(outputDir, setting);
      return Files.isDirectory(inside)
          ? inside
          : FileNames.resolve(Path.of("").toAbsolutePath(), setting);
    } catch (InputException e) {
      throw new InputException(
          "resume_from_checkpoint = %s: %s; give a checkpoint's folder, or auto, latest or never"
              .formatted(setting, e.getMessage()),
          e);
    }
  }

  /** Checkpoints beyond the starting point would be mixed up with those that this run writes. */
  private static Optional<ResumePoint> unmixed(
      List<Path> checkpoints, Optional<ResumePoint> chosen, Path outputDir) {
    long start = chosen.map(point -> point.state().step()).orElse(-1L);
    for (Path checkpoint : checkpoints) {
      if (CheckpointStore.stepOf(checkpoint) > start && CheckpointStore.isWhole(checkpoint)) {
        throw new InputException(
            "%s holds %s, which is %s: choose another output_dir, or move that checkpoint away"
                .formatted(outputDir, checkpoint.getFileName(), start < 0 ? EARLIER : BEYOND));
      }
    }
    return chosen;
  }
}
