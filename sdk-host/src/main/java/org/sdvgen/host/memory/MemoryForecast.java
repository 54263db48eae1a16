package org.sdvgen.host.memory;

import java.util.List;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.samples.Track;

/**
 * Plans of one run for several machines.
 *
 * @param outline the model
 * @param tracks the run's tracks; none to generate only
 * @param planner plans
 */
public record MemoryForecast(BackboneOutline outline, List<Track> tracks, MemoryPlanner planner) {
  /** Copies the list. */
  public MemoryForecast {
    tracks = List.copyOf(tracks);
  }

  /**
   * Describes this machine.
   *
   * @return this machine
   */
  public Machine machine() {
    return planner.found(outline);
  }

  /**
   * Plans for a machine.
   *
   * @param machine the machine
   * @return the plan
   */
  public MemoryPlan plan(Machine machine) {
    return planner.plan(outline, tracks, machine);
  }
}
