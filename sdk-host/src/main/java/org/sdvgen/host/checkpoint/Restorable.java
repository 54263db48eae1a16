package org.sdvgen.host.checkpoint;

/**
 * A part of a run's state. A run has one list of its parts, in one order, which {@link
 * CheckpointStore} walks when it saves a checkpoint and when a run begins or resumes; a new kind of
 * state joins by being in that list, and by nothing else.
 *
 * <p>No part depends on another one having been saved or loaded before it. Loaded values are copied
 * into the objects that the run already uses, so that others may hold on to them.
 */
public interface Restorable {
  /**
   * Saves this part.
   *
   * @param checkpoint takes its files, or the figures that stand in the checkpoint's state; where
   *     the checkpoint counts on a file outside its folder, that file is forced to the disk
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  void save(Draft checkpoint);

  /**
   * Puts this part into the state that it was saved in.
   *
   * @param checkpoint a checkpoint of the same run
   * @throws org.sdvgen.api.error.InputException if a file cannot be read or does not fit
   */
  void load(ResumePoint checkpoint);

  /**
   * Removes what the output directory holds of steps that will be taken again. Nothing, unless a
   * part writes there between checkpoints.
   *
   * @param firstStep the step that comes next; 0 for a run that begins
   * @throws org.sdvgen.api.error.InputException if it cannot be removed
   */
  default void cutBack(long firstStep) {}
}
