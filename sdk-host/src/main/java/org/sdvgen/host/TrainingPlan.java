package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A training run as it is planned, for the banner at its start.
 *
 * @param backbone the backbone's name
 * @param trainableParameters how many numbers are trained
 * @param firstStep the step that comes first, from 0; above 0 when the run is resumed
 * @param maxSteps how many optimizer steps the whole run has
 * @param policy the switch policy, which picks the track of a step, with its settings
 * @param updateRules changes to the gradient in their order, each with its settings
 * @param tracks the tracks in the configured order
 * @param threads CPU threads that share one operation of the model
 * @param outputDir where checkpoints, adapter and metrics go
 * @param resumedFrom the checkpoint that the run resumes from
 */
public record TrainingPlan(
    String backbone,
    long trainableParameters,
    long firstStep,
    long maxSteps,
    String policy,
    List<String> updateRules,
    List<Track> tracks,
    ComputeThreads threads,
    Path outputDir,
    Optional<Path> resumedFrom) {
  /** Copies the lists. */
  public TrainingPlan {
    updateRules = List.copyOf(updateRules);
    tracks = List.copyOf(tracks);
  }

  /**
   * One track.
   *
   * @param name its name
   * @param objective its objective, with its settings
   * @param data name of its data source
   * @param samples how many samples the source has
   * @param batchSize samples of an optimizer step
   * @param microBatchSize samples that go through the model at once
   * @param shapes sizes, lengths and rates at which samples are read, at least one
   */
  public record Track(
      String name,
      String objective,
      String data,
      long samples,
      int batchSize,
      int microBatchSize,
      List<ShapeCount> shapes) {
    /** Copies the list. */
    public Track {
      shapes = List.copyOf(shapes);
    }
  }
}
