package org.sdvgen.host.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

/**
 * The checkpoint that a run goes on from.
 *
 * @param folder its folder
 * @param state its state
 */
public record ResumePoint(Path folder, TrainerState state) {
  private static final String EARLIER = "of an earlier run, while this run starts anew";
  private static final String BEYOND = "beyond the checkpoint to resume from";

  /**
   * Chooses a checkpoint.
   *
   * @param outputDir the output directory
   * @param setting the value of {@code resume_from_checkpoint}
   * @param notices is told of checkpoints that are passed over
   * @return the checkpoint; empty for a new run
   * @throws InputException if a checkpoint that was asked for is not there or not whole, or if a
   *     new run would mix with an old one
   */
  public static Optional<ResumePoint> choose(Path outputDir, String setting, Notices notices) {
    CheckpointStore store = new CheckpointStore(outputDir, Retention.ALL);
    Optional<ResumePoint> chosen =
        switch (setting) {
          case "never" -> Optional.empty();
          case "auto" -> newest(store, notices);
          case "latest" ->
              Optional.of(newest(store, notices).orElseThrow(() -> noCheckpoint(outputDir)));
          default -> Optional.of(named(outputDir, setting));
        };
    refuseToMix(store.list(), chosen, outputDir);
    return chosen;
  }

  private static InputException noCheckpoint(Path outputDir) {
    return new InputException(
        ("resume_from_checkpoint = latest: %s holds no whole checkpoint; use auto to start a new run"
                + " where there is none")
            .formatted(outputDir));
  }

  private static Optional<ResumePoint> newest(CheckpointStore store, Notices notices) {
    List<Path> checkpoints = new ArrayList<>(store.list());
    while (!checkpoints.isEmpty()) {
      Path newest = checkpoints.remove(checkpoints.size() - 1);
      try {
        return Optional.of(new ResumePoint(newest, CheckpointStore.verify(newest)));
      } catch (InputException e) {
        notices.say(newest + " is passed over: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static ResumePoint named(Path outputDir, String setting) {
    Path inside = outputDir.resolve(setting);
    Path folder = Files.isDirectory(inside) ? inside : Path.of(setting).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          ("resume_from_checkpoint = %s: there is no such folder, neither in %s nor in the current"
                  + " folder; give a checkpoint's folder, or auto, latest or never")
              .formatted(setting, outputDir));
    }
    return new ResumePoint(folder, CheckpointStore.verify(folder));
  }

  /** Checkpoints beyond the starting point would be mixed up with those that this run writes. */
  private static void refuseToMix(
      List<Path> checkpoints, Optional<ResumePoint> chosen, Path outputDir) {
    long start = chosen.map(point -> point.state().step()).orElse(-1L);
    for (Path checkpoint : checkpoints) {
      if (CheckpointStore.stepOf(checkpoint) > start && CheckpointStore.isWhole(checkpoint)) {
        throw new InputException(
            "%s holds %s, which is %s: choose another output_dir, or move that checkpoint away"
                .formatted(outputDir, checkpoint.getFileName(), start < 0 ? EARLIER : BEYOND));
      }
    }
  }
}
