package org.sdvgen.host.config;

import java.util.Optional;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.Setting;

/**
 * The use of memory; read from {@code memory.*}.
 *
 * @param mode how long a model's weights stay in memory
 */
public record MemorySettings(
    @Setting(
            doc =
                "The parts of the model that are in memory: resident keeps each once it has been"
                    + " used; phased frees text encoder, codec and denoiser when others are"
                    + " needed; stream, in addition, reads the denoiser's frozen blocks for every"
                    + " pass; auto decides. The results are the same bits",
            defaultValue = "auto",
            decidesResult = false)
        Mode mode) {
  /** The words of the setting. */
  public enum Mode {
    /** Whatever fits. */
    AUTO,
    /** {@link Residency.Mode#RESIDENT}. */
    RESIDENT,
    /** {@link Residency.Mode#PHASED}. */
    PHASED,
    /** {@link Residency.Mode#STREAM}. */
    STREAM
  }

  /**
   * The rule that was asked for.
   *
   * @return the rule; empty for auto
   */
  public Optional<Residency.Mode> chosen() {
    return mode == Mode.AUTO ? Optional.empty() : Optional.of(Residency.Mode.valueOf(mode.name()));
  }
}
