package org.sdvgen.runtime.vae;

import java.util.ArrayList;
import java.util.List;

/** Mean and spread of latents drawn from posteriors, in the autoencoder's own units. */
public final class LatentStatistics {
  private final double[] sums;
  private final double[] squares;
  private long count;

  /**
   * Statistics of nothing yet.
   *
   * @param channels latent channels
   */
  public LatentStatistics(int channels) {
    sums = new double[channels];
    squares = new double[channels];
  }

  /**
   * Takes the posteriors of a batch in.
   *
   * @param moments mean and log-variance, (B, c, f, h, w)
   */
  public void add(Moments moments) {
    float[] means = moments.mean().toFloatArray();
    float[] logvars = moments.logvar().toFloatArray();
    int channels = sums.length;
    int each = means.length / channels / Math.toIntExact(moments.mean().getShape().get(0));
    for (int i = 0; i < means.length; i++) {
      int channel = i / each % channels;
      sums[channel] += means[i];
      squares[channel] += (double) means[i] * means[i] + Math.exp(logvars[i]);
    }
    count += means.length / channels;
  }

  /** Returns the mean of every channel. */
  public List<Double> mean() {
    List<Double> means = new ArrayList<>();
    for (double sum : sums) {
      means.add(sum / count);
    }
    return means;
  }

  /** Returns the standard deviation of every channel about its own mean. */
  public List<Double> std() {
    List<Double> stds = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      double mean = sums[i] / count;
      stds.add(Math.sqrt(squares[i] / count - mean * mean));
    }
    return stds;
  }

  /** Returns the root of the mean square of all channels together, about 0. */
  public double rootMeanSquare() {
    double total = 0;
    for (double square : squares) {
      total += square;
    }
    return Math.sqrt(total / count / squares.length);
  }
}
