package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import org.sdvgen.api.backbone.LatentDistribution;

/**
 * How an autoencoder's own latents and normalised ones relate, per channel: normalised = (own -
 * mean) * scale.
 *
 * @param mean the mean that is subtracted per channel
 * @param scale the factor per channel after that
 */
public record LatentUnits(List<Double> mean, List<Double> scale) {
  /** Copies the lists. */
  public LatentUnits {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /** Returns units with one factor for all of so many channels. */
  public static LatentUnits scaled(int channels, double factor) {
    return new LatentUnits(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, factor));
  }

  /** Returns units that make channels of a given mean and standard deviation 0 and 1. */
  public static LatentUnits standardised(List<Double> mean, List<Double> std) {
    return new LatentUnits(mean, std.stream().map(value -> 1 / value).toList());
  }

  /**
   * Normalises a distribution.
   *
   * @param results owns the result
   * @param moments in the autoencoder's own units, in a manager that the caller closes
   * @return the distribution of the normalised latents
   */
  public LatentDistribution normalise(NDManager results, Moments moments) {
    try (NDManager scope = results.newSubManager()) {
      NDArray factors = perChannel(scope, scale);
      NDArray centred = moments.mean().sub(perChannel(scope, mean));
      NDArray normalised = centred.mul(factors);
      NDArray std = moments.std().mul(factors);
      normalised.attach(results);
      std.attach(results);
      return new LatentDistribution(normalised, std);
    }
  }

  /**
   * Denormalises latents.
   *
   * @param results owns the result
   * @param latents normalised, (B, c, f, h, w), fp32
   * @return the autoencoder's own latents
   */
  public NDArray restore(NDManager results, NDArray latents) {
    try (NDManager scope = results.newSubManager()) {
      NDArray inverse = perChannel(scope, scale.stream().map(value -> 1 / value).toList());
      NDArray own = inverse.mul(latents).add(perChannel(scope, mean));
      own.attach(results);
      return own;
    }
  }

  /** One number per channel, (1, c, 1, 1, 1), fp32. */
  private static NDArray perChannel(NDManager scope, List<Double> values) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    return scope.create(numbers, new Shape(1, numbers.length, 1, 1, 1));
  }
}
