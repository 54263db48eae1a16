package org.sdvgen.host.config;

import org.sdvgen.api.config.Setting;

/**
 * The exponential moving average of what is trained; its keys stand at the top level and have
 * diffusers' names.
 *
 * @param useEma whether the average is kept; the finished result then is the average
 * @param emaDecay share of the average that a step keeps, once the run is long enough
 */
public record EmaSettings(
    @Setting(
            doc = "Keep a moving average of what is trained, and take it for the result",
            defaultValue = "false")
        boolean useEma,
    @Setting(doc = "Largest share of the average that a step keeps", defaultValue = "0.9999")
        double emaDecay) {
  /** Checks the range. */
  public EmaSettings {
    if (!(emaDecay >= 0 && emaDecay <= 1)) {
      throw new IllegalArgumentException("ema_decay must lie in [0, 1]: " + emaDecay);
    }
  }

  /**
   * The decay of one step: small at first, so that the average soon forgets the initial values
   * (diffusers {@code EMAModel} with {@code use_ema_warmup} off).
   *
   * @param step the step, from 0
   * @return {@code min(ema_decay, (1 + step) / (10 + step))}
   */
  public double decayAt(long step) {
    return Math.min(emaDecay, (1.0 + step) / (10.0 + step));
  }
}
