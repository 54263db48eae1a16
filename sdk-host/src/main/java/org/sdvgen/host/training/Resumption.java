package org.sdvgen.host.training;

import jakarta.inject.Inject;
import java.util.Optional;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.WrittenSettings;

/** Chooses the checkpoint that a run resumes from, and compares it with the run. */
public final class Resumption {
  private final CheckpointSettings settings;
  private final WrittenSettings written;
  private final Notices notices;

  /**
   * Ready to choose.
   *
   * @param settings where checkpoints are, and which one is wanted
   * @param written the configuration
   * @param notices is told of checkpoints that are skipped, and of changes
   */
  @Inject
  Resumption(CheckpointSettings settings, WrittenSettings written, Notices notices) {
    this.settings = settings;
    this.written = written;
    this.notices = notices;
  }

  /**
   * Chooses the checkpoint.
   *
   * @return the checkpoint; empty for a new run
   * @throws org.sdvgen.api.error.InputException if a checkpoint that was asked for is not there
   */
  Optional<ResumePoint> choose() {
    return ResumePoint.choose(settings.outputDir(), settings.resumeFromCheckpoint(), notices);
  }

  /**
   * Compares a checkpoint with the run.
   *
   * @param point the checkpoint
   * @param now the run before its first step
   * @return the comparison
   */
  ResumeCheck compare(ResumePoint point, TrainerState now) {
    boolean changesAllowed = settings.resumeChangedRecipe();
    return new ResumeCheck(point, now, written.catalog(), changesAllowed, notices);
  }
}
