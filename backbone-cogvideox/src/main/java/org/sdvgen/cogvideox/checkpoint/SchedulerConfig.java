package org.sdvgen.cogvideox.checkpoint;

import java.nio.file.Path;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code scheduler/scheduler_config.json} (diffusers {@code CogVideoXDDIMScheduler} or {@code
 * CogVideoXDPMScheduler}).
 *
 * @param solver {@code ddim} or {@code dpm}, by the scheduler's class
 * @param numTrainTimesteps number of noise levels
 * @param betaStart first beta
 * @param betaEnd last beta
 * @param snrShiftScale shift of the signal-to-noise ratio
 * @param rescaleBetasZeroSnr whether the last level is pure noise
 * @param setAlphaToOne whether the step beyond the first level ends at no noise at all
 */
public record SchedulerConfig(
    String solver,
    int numTrainTimesteps,
    double betaStart,
    double betaEnd,
    double snrShiftScale,
    boolean rescaleBetasZeroSnr,
    boolean setAlphaToOne) {
  private static final String DDIM = "CogVideoXDDIMScheduler";
  private static final String DPM = "CogVideoXDPMScheduler";

  /**
   * Reads the configuration.
   *
   * @param file {@code scheduler_config.json}
   * @return the configuration
   * @throws org.sdvgen.api.error.InputException if a key is missing or asks for something that is
   *     not supported
   */
  public static SchedulerConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    String className = config.text("_class_name");
    if (!className.equals(DDIM) && !className.equals(DPM)) {
      throw config.wrong("_class_name", DDIM + " or " + DPM);
    }
    config.require("beta_schedule", "scaled_linear");
    config.require("prediction_type", "v_prediction");
    config.require("timestep_spacing", "trailing");
    config.requireUnset("trained_betas");
    return new SchedulerConfig(
        className.equals(DDIM) ? "ddim" : "dpm",
        config.positive("num_train_timesteps"),
        config.number("beta_start"),
        config.number("beta_end"),
        config.number("snr_shift_scale"),
        config.flag("rescale_betas_zero_snr", false),
        config.flag("set_alpha_to_one", true));
  }
}
