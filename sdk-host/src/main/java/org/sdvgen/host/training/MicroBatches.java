package org.sdvgen.host.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.memory.MemoryPlanner;
import org.sdvgen.host.samples.Track;

/**
 * Decides how many samples go through the model at once where that is left to the memory plan: as
 * many as fit the machine's memory beside all that the run keeps, in micro-batches of equal size. A
 * run that is resumed goes on as it began, on whatever machine.
 */
public final class MicroBatches {
  private final Resumption resumption;
  private final MemoryPlanner planner;
  private final Notices notices;

  /**
   * Ready to decide.
   *
   * @param resumption the checkpoint to go on from knows what was decided
   * @param planner plans the memory
   * @param notices is told of the decisions
   */
  @Inject
  MicroBatches(Resumption resumption, MemoryPlanner planner, Notices notices) {
    this.resumption = resumption;
    this.planner = planner;
    this.notices = notices;
  }

  /**
   * Decides.
   *
   * @param tracks the tracks as they are configured
   * @param outline the model
   * @return the tracks with sizes
   */
  public List<Track> decide(List<Track> tracks, Supplier<BackboneOutline> outline) {
    if (tracks.stream().noneMatch(Track::choosesMicroBatch)) {
      return tracks;
    }
    Map<String, TrackState> before =
        resumption.choose().map(point -> point.state().tracks()).orElse(Map.of());
    List<Track> decided = new ArrayList<>();
    for (Track track : tracks) {
      decided.add(
          track.choosesMicroBatch()
              ? decide(track, Optional.ofNullable(before.get(track.name())), outline)
              : track);
    }
    return List.copyOf(decided);
  }

  private Track decide(
      Track track, Optional<TrackState> before, Supplier<BackboneOutline> outline) {
    int known = before.map(TrackState::microBatchSize).orElse(0);
    int size = known > 0 ? Math.min(known, track.batchSize()) : planned(track, outline.get());
    notices.say(
        String.format(
            Locale.ROOT,
            "track.%s.micro_batch_size = auto: %d of %d samples go through the model at once%s",
            track.name(),
            size,
            track.batchSize(),
            known > 0 ? ", as when the run began" : ""));
    return track.withMicroBatch(size);
  }

  /** The largest size that fits, cut so that all micro-batches of a step are alike. */
  private int planned(Track track, BackboneOutline outline) {
    Machine machine = planner.found(outline);
    MemoryPlan one = planner.plan(outline, List.of(track.withMicroBatch(1)), machine);
    return even(
        track.batchSize(), size -> fits(track.withMicroBatch(size), outline, machine, one.mode()));
  }

  /**
   * Cuts a batch.
   *
   * @param batch its samples
   * @param fits whether so many go through the model at once; one is taken in any case
   * @return samples of each part, of the fewest parts that fit
   */
  static int even(int batch, IntPredicate fits) {
    int size = batch;
    while (size > 1 && !fits.test(size)) {
      size--;
    }
    int parts = (batch + size - 1) / size;
    return (batch + parts - 1) / parts;
  }

  /**
   * Whether a track fits by itself, with no more of the model's parts coming and going than with
   * one sample; nothing is known to fit if a backbone does not say its sizes.
   */
  private boolean fits(Track track, BackboneOutline outline, Machine machine, String mode) {
    MemoryPlan plan = planner.plan(outline, List.of(track), machine);
    return plan.unknown().isEmpty() && plan.fits() && plan.mode().equals(mode);
  }
}
