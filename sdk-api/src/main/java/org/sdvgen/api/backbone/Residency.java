package org.sdvgen.api.backbone;

import java.util.OptionalInt;

/**
 * How long a model's weights stay in memory.
 *
 * @param mode the rule
 * @param residentBlocks how many blocks of a streamed denoiser stay on the device; empty to leave
 *     that to the backbone
 */
public record Residency(Mode mode, OptionalInt residentBlocks) {
  /** Everything that has been used stays. */
  public static final Residency RESIDENT = new Residency(Mode.RESIDENT, OptionalInt.empty());

  /** The rules. */
  public enum Mode {
    /** Every part stays once it has been used. */
    RESIDENT,
    /** A part is there only while a phase of the work needs it. */
    PHASED,
    /** As PHASED, and the denoiser's frozen weights are read for every pass. */
    STREAM
  }

  /**
   * Tells whether parts take turns.
   *
   * @return whether a part is released after its phase
   */
  public boolean isPhased() {
    return mode != Mode.RESIDENT;
  }
}
