package org.sdvgen.host.config;

import java.nio.file.Path;
import org.sdvgen.api.config.Setting;

/**
 * The clips that a codec is fitted to; read from {@code fit.*}.
 *
 * @param output the file or folder to write
 * @param samples number of clips, the first ones of the source
 * @param heldOut number of clips that the codec is judged by, those after them
 * @param height height in pixels
 * @param width width in pixels
 * @param frames frames of a clip
 * @param fps frames per second
 */
public record FitSettings(
    @Setting(doc = "The codec's file or folder to write") Path output,
    @Setting(doc = "Number of clips", defaultValue = "500") int samples,
    @Setting(doc = "Clips after these that the codec is judged by", defaultValue = "64")
        int heldOut,
    @Setting(doc = "Height in pixels") int height,
    @Setting(doc = "Width in pixels") int width,
    @Setting(doc = "Frames of a clip") int frames,
    @Setting(doc = "Frames per second", defaultValue = "8") double fps) {
  /** Checks the ranges. */
  public FitSettings {
    positive("samples", samples);
    positive("held_out", heldOut);
    positive("height", height);
    positive("width", width);
    positive("frames", frames);
    positive("fps", fps);
  }

  private static void positive(String key, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new IllegalArgumentException(key + " must be above 0, not " + value);
    }
  }
}
