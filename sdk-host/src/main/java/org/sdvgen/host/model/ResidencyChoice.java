package org.sdvgen.host.model;

import java.util.Optional;
import java.util.OptionalInt;
import org.sdvgen.api.backbone.Residency;

/** Decides how long the model's weights stay in memory. */
@FunctionalInterface
public interface ResidencyChoice {
  /** Obeys, and keeps everything where nothing is asked for. */
  ResidencyChoice AS_ASKED =
      mode -> new Residency(mode.orElse(Residency.Mode.RESIDENT), OptionalInt.empty());

  /**
   * Decides.
   *
   * @param mode the rule that the configuration asks for; empty to choose one
   * @return the residency
   * @throws org.sdvgen.api.error.InputException if the model fits the machine by no rule
   */
  Residency decide(Optional<Residency.Mode> mode);
}
