package org.sdvgen.runtime.vae;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;
import org.sdvgen.runtime.torch.Precision;

/**
 * Settings of training an autoencoder of videos.
 *
 * @param config its {@code config.json}: the networks' sizes
 * @param weights a folder whose weights are where the training begins
 * @param part the part that is trained
 * @param steps optimizer steps
 * @param batchSize clips of a step
 * @param crop rows and columns of the squares that are cut out of clips at random places; 0 takes
 *     whole clips
 * @param pictures share of the steps that take single frames, of as many clips as make a clip's
 *     latent frames
 * @param learningRate highest learning rate
 * @param warmupSteps steps over which the rate rises from 0; it falls to 0 along a cosine after
 * @param klWeight weight of the posterior's divergence from the standard normal one
 * @param maxGradNorm limit of the gradient's norm
 * @param saveEvery steps from one saved state to the next
 * @param saveDtype precision of the written weights
 * @param seed everything random is a function of it
 * @param device where to compute
 */
public record AutoencoderFitSettings(
    @Setting(doc = "The autoencoder's config.json in diffusers' layout: the networks' sizes")
        Path config,
    @Setting(doc = "A vae folder to start from, of the same sizes; random weights otherwise")
        Optional<Path> weights,
    @Setting(
            doc =
                "What is trained: all, or the decoder of weights, which leaves latents as they are",
            defaultValue = "all")
        AutoencoderPart part,
    @Setting(doc = "Optimizer steps", defaultValue = "4000") int steps,
    @Setting(doc = "Clips of a step", defaultValue = "4") int batchSize,
    @Setting(
            doc = "Rows and columns of squares cut out of the clips, for speed; 0: whole clips",
            defaultValue = "0")
        int crop,
    @Setting(doc = "Share of the steps that take single frames", defaultValue = "0.2")
        double pictures,
    @Setting(doc = "Highest learning rate", defaultValue = "4e-3") double learningRate,
    @Setting(doc = "Steps over which the rate rises from 0", defaultValue = "100") int warmupSteps,
    @Setting(
            doc = "Weight of the posterior's divergence from the standard normal one",
            defaultValue = "1e-4")
        double klWeight,
    @Setting(doc = "Limit of the gradient's norm", defaultValue = "1") double maxGradNorm,
    @Setting(
            doc = "Steps from one saved state to the next",
            defaultValue = "200",
            decidesResult = false)
        int saveEvery,
    @Setting(doc = "Precision of the written weights", defaultValue = "fp32") Precision saveDtype,
    @Setting(doc = "Seed of weights, batches and noise", defaultValue = "0") long seed,
    @Setting(
            doc = "Where to compute: auto, cpu or cuda:N",
            defaultValue = "auto",
            decidesResult = false)
        DeviceName device) {
  /** Checks the ranges. */
  public AutoencoderFitSettings {
    if (part == AutoencoderPart.DECODER && weights.isEmpty()) {
      throw new IllegalArgumentException("part = decoder needs weights, a folder with an encoder");
    }
    atLeast("steps", steps, 1);
    atLeast("batch_size", batchSize, 1);
    atLeast("crop", crop, 0);
    atLeast("save_every", saveEvery, 1);
    atLeast("warmup_steps", warmupSteps, 0);
    atLeast("kl_weight", klWeight, 0);
    if (!(pictures >= 0 && pictures <= 1)) {
      throw new IllegalArgumentException("pictures must lie in [0, 1], not " + pictures);
    }
    above0("learning_rate", learningRate);
    above0("max_grad_norm", maxGradNorm);
  }

  private static void atLeast(String key, double value, int least) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d, not %s", key, least, value));
    }
  }

  private static void above0(String key, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(key + " must be above 0, not " + value);
    }
  }

  /**
   * The learning rate of a step: it rises linearly and falls along half a cosine.
   *
   * @param step the step, from 0
   * @return the rate
   */
  double rate(long step) {
    if (step < warmupSteps) {
      return learningRate * (step + 1) / warmupSteps;
    }
    double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
  }

  /** Everything that the result depends on, but for the networks' sizes and the clips. */
  String recipe() {
    return String.format(
        Locale.ROOT,
        "steps %d, batch_size %d, crop %d, pictures %s, learning_rate %s, warmup_steps %d,"
            + " kl_weight %s, max_grad_norm %s, seed %d, weights %s, part %s",
        steps,
        batchSize,
        crop,
        pictures,
        learningRate,
        warmupSteps,
        klWeight,
        maxGradNorm,
        seed,
        weights.map(Path::toString).orElse("random"),
        part);
  }
}
