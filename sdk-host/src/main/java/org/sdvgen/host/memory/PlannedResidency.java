package org.sdvgen.host.memory;

import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.model.ResidencyChoice;
import org.sdvgen.host.samples.Track;

/**
 * Decides by the plan: the first of resident, phased and stream that fits, and of stream as many
 * resident blocks as fit.
 *
 * @param outline the model
 * @param tracks the tracks that are trained; none to generate only
 * @param planner plans
 * @param notices is told if not everything stays in memory
 */
public record PlannedResidency(
    BackboneOutline outline, List<Track> tracks, MemoryPlanner planner, Notices notices)
    implements ResidencyChoice {
  /** Copies the list. */
  public PlannedResidency {
    tracks = List.copyOf(tracks);
  }

  @Override
  public Residency decide(Optional<Residency.Mode> mode) {
    MemoryPlanner.Decision decision = planner.decide(outline, tracks, planner.found(outline));
    MemoryPlan plan = decision.plan();
    Residency residency = decision.residency();
    if (!plan.fits()) {
      String verdict = String.join(" ", plan.verdict());
      // Of a backbone that does not declare its sizes too little is known to refuse it.
      if (mode.isEmpty() && !tracks.isEmpty() && plan.unknown().isEmpty()) {
        throw new InputException("memory.mode = auto: no mode fits. " + verdict);
      }
      notices.say("the plan of memory says: " + verdict);
    } else if (mode.isEmpty() && residency.isPhased()) {
      String blocks =
          residency.residentBlocks().isPresent()
              ? " with " + residency.residentBlocks().getAsInt() + " resident blocks"
              : "";
      notices.say(
          "memory.mode = auto: the plan decides for "
              + EnumWord.of(residency.mode())
              + blocks
              + ". "
              + String.join(" ", plan.verdict()));
    }
    return residency;
  }
}
