package org.sdvgen.host.memory;

import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.MemoryOutline.Clip;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.host.MemoryPlan.Line;

/**
 * What a run does, as far as its memory depends on it.
 *
 * @param selection the weights beside the frozen ones
 * @param trained what is kept of what is trained: parameters, gradients, moments
 * @param tracks the tracks' micro-batches
 * @param generates the clips that the run generates
 * @param predictions predictions of one generated clip
 * @param disk what the run keeps in files
 */
record PlannedRun(
    Selection selection,
    List<Line> trained,
    List<PlannedTrack> tracks,
    Optional<Clip> generates,
    int predictions,
    List<Line> disk) {
  /** Copies the lists. */
  PlannedRun {
    trained = List.copyOf(trained);
    tracks = List.copyOf(tracks);
    disk = List.copyOf(disk);
  }

  /**
   * A track's micro-batch.
   *
   * @param name the track
   * @param clip its largest micro-batch
   * @param microBatches micro-batches of a step
   * @param queue bytes of the samples that wait for the trainer
   * @param prepared whether its latents are read from a cache
   */
  record PlannedTrack(String name, Clip clip, int microBatches, long queue, boolean prepared) {}
}
