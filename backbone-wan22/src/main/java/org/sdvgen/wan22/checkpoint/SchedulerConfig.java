package org.sdvgen.wan22.checkpoint;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code scheduler/scheduler_config.json} (diffusers {@code UniPCMultistepScheduler} with flow
 * sigmas, or {@code FlowMatchEulerDiscreteScheduler}).
 *
 * @param solver {@code unipc} or {@code euler}, by the scheduler's class
 * @param numTrainTimesteps timestep of pure noise
 * @param shift how far the noise levels are moved towards noise
 * @param solverOrder order of UniPC's predictor
 * @param disableCorrector steps of UniPC after which nothing is corrected
 */
public record SchedulerConfig(
    String solver,
    int numTrainTimesteps,
    double shift,
    int solverOrder,
    Set<Integer> disableCorrector) {
  private static final String UNIPC = "UniPCMultistepScheduler";
  private static final String EULER = "FlowMatchEulerDiscreteScheduler";

  /** The order of UniPC where the checkpoint names another solver. */
  private static final int DEFAULT_ORDER = 2;

  /** Copies the set. */
  public SchedulerConfig {
    disableCorrector = Set.copyOf(disableCorrector);
  }

  /**
   * Reads the configuration.
   *
   * @param file {@code scheduler_config.json}
   * @return the configuration
   * @throws InputException if a key is missing or asks for something that is not supported
   */
  public static SchedulerConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    String className = config.text("_class_name");
    for (String key :
        new String[] {
          "use_dynamic_shifting",
          "shift_terminal",
          "use_karras_sigmas",
          "use_exponential_sigmas",
          "use_beta_sigmas"
        }) {
      config.requireUnset(key);
    }
    return switch (className) {
      case UNIPC -> uniPc(config);
      case EULER -> euler(config);
      default -> throw config.wrong("_class_name", UNIPC + " or " + EULER);
    };
  }

  private static SchedulerConfig uniPc(ConfigFile config) {
    config.require("use_flow_sigmas", "true");
    config.require("prediction_type", "flow_prediction");
    config.require("predict_x0", "true");
    config.require("final_sigmas_type", "zero");
    config.requireUnset("thresholding");
    config.requireUnset("solver_p");
    // Steps to sigma 0 divide by zero with bh1, and with more than one step's latents.
    config.require("solver_type", "bh2");
    if (!config.flag("lower_order_final", true)) {
      throw config.wrong("lower_order_final", "true");
    }
    return new SchedulerConfig(
        "unipc",
        config.positive("num_train_timesteps"),
        shift(config, "flow_shift"),
        config.few("solver_order"),
        config.has("disable_corrector")
            ? config.numbers("disable_corrector").stream()
                .map(Double::intValue)
                .collect(Collectors.toSet())
            : Set.of());
  }

  private static SchedulerConfig euler(ConfigFile config) {
    config.requireUnset("invert_sigmas");
    config.requireUnset("stochastic_sampling");
    return new SchedulerConfig(
        "euler",
        config.positive("num_train_timesteps"),
        shift(config, "shift"),
        DEFAULT_ORDER,
        Set.of());
  }

  private static double shift(ConfigFile config, String key) {
    double shift = config.number(key);
    if (shift <= 0) {
      throw config.wrong(key, "a number above 0");
    }
    return shift;
  }
}
