package org.sdvgen.host.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A part of a run's state that is nothing but files.
 *
 * @param files writes them into a checkpoint's folder
 */
public record SavedFiles(Consumer<Path> files) implements Restorable {
  /** A run's whole state that is nothing but files. */
  static List<Restorable> only(Consumer<Path> files) {
    return List.of(new SavedFiles(files));
  }

  /**
   * A state in which only the step is told.
   *
   * @param step optimizer steps taken
   * @return the state
   */
  public static TrainerState state(long step) {
    return new TrainerState(
        step,
        42,
        "fake",
        "abc",
        "ghi",
        Map.of(),
        SkippedSteps.NONE,
        "alternate",
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  @Override
  public void save(Draft checkpoint) {
    files.accept(checkpoint.folder());
  }

  @Override
  public void load(ResumePoint checkpoint) {}
}
