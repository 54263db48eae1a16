package org.sdvgen.data.codec;

import java.util.Locale;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.config.Setting;

/**
 * Settings of fitting the codec {@code linear}.
 *
 * @param channels latent channels c
 * @param spatialFactor height and width of a block in pixels
 * @param temporalFactor frames in a block
 */
public record LinearFitSettings(
    @Setting(doc = "Latent channels", defaultValue = "96") int channels,
    @Setting(doc = "Pixels per latent in height and width", defaultValue = "12") int spatialFactor,
    @Setting(doc = "Frames per latent frame", defaultValue = "4") int temporalFactor) {
  /** Colours of a pixel. */
  static final int COLOURS = 3;

  /** Checks the ranges. */
  public LinearFitSettings {
    if (channels < 1 || spatialFactor < 1 || temporalFactor < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channels, spatial_factor and temporal_factor must be at least 1: %d, %d, %d",
              channels,
              spatialFactor,
              temporalFactor));
    }
    if (channels > COLOURS * spatialFactor * spatialFactor * temporalFactor) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channels must not be more than a block's %d values: %d",
              COLOURS * spatialFactor * spatialFactor * temporalFactor,
              channels));
    }
  }

  LatentGeometry geometry() {
    return new LatentGeometry(channels, spatialFactor, temporalFactor);
  }
}
