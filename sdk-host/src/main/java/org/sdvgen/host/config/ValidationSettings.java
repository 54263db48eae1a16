package org.sdvgen.host.config;

import java.util.List;
import java.util.Locale;
import org.sdvgen.api.config.Setting;

/**
 * Validation during training; read from {@code validation.*}. It uses the weights that the run
 * would save as its result: their moving average if one is kept.
 *
 * @param steps optimizer steps between two rounds of generated clips; 0 for none
 * @param prompts clips to generate
 * @param evaluationSamples how many of the evaluation's samples, from the first on, are generated
 *     too
 * @param lossSteps optimizer steps between two held-out losses; 0 for none
 * @param lossSamples samples of each track in a held-out loss, each with its own noise and timestep
 * @param seed the first clip's seed, and that of the held-out losses
 */
public record ValidationSettings(
    @Setting(
            doc =
                "Steps between two rounds of generated clips, 0 for none; clips are made also at"
                    + " the start and in the end",
            defaultValue = "0",
            decidesResult = false)
        long steps,
    @Setting(doc = "Clips to generate", decidesResult = false) List<ValidationPrompt> prompts,
    @Setting(
            doc = "Number of the evaluation's samples, from the first on, that are generated too",
            defaultValue = "0",
            decidesResult = false)
        int evaluationSamples,
    @Setting(
            doc =
                "Steps between two held-out losses, 0 for none; also at the start and in the end."
                    + " Every track needs samples held out",
            defaultValue = "0",
            decidesResult = false)
        long lossSteps,
    @Setting(
            doc =
                "Samples of each track in a held-out loss, each with its own noise and timestep;"
                    + " where fewer are held out, they come again with others",
            defaultValue = "16",
            decidesResult = false)
        int lossSamples,
    @Setting(
            doc =
                "Seed of the first clip, the next one's is 1 more; seeds crops, noise and timesteps"
                    + " of the losses, too",
            defaultValue = "420",
            decidesResult = false)
        long seed) {
  /** Copies the list and checks the ranges. */
  public ValidationSettings {
    prompts = List.copyOf(prompts);
    atLeast("steps", steps, 0);
    atLeast("evaluation_samples", evaluationSamples, 0);
    atLeast("loss_steps", lossSteps, 0);
    atLeast("loss_samples", lossSamples, 1);
    if (steps > 0 && prompts.isEmpty() && evaluationSamples == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "steps is %d, but there is nothing to generate: set validation.prompts or"
                  + " validation.evaluation_samples",
              steps));
    }
  }

  private static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d: %d", key, least, value));
    }
  }

  /**
   * Whether clips are generated.
   *
   * @return true if {@code steps} is above 0
   */
  public boolean generatesClips() {
    return steps > 0;
  }

  /**
   * Whether held-out losses are measured.
   *
   * @return true if {@code loss_steps} is above 0
   */
  public boolean measuresLoss() {
    return lossSteps > 0;
  }
}
