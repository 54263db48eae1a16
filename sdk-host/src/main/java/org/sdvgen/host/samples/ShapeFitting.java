package org.sdvgen.host.samples;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.GenerationSettings;

/**
 * Brings configured sizes and lengths to those that the model takes, so that recipes suit several
 * models, and says what was changed.
 *
 * @param backbone the model
 * @param notices takes a sentence for every change
 */
public record ShapeFitting(BackboneSpec backbone, Notices notices) {
  /** Fits a number of pixels that stands under a key. */
  int size(String key, int wanted) {
    return fitted(key, wanted, backbone.shapes()::fittingSize);
  }

  /** Fits a number of frames that stands under a key. */
  int frames(String key, int wanted) {
    return fitted(key, wanted, backbone.shapes()::fittingFrames);
  }

  /**
   * Fits the shape of generated videos, as far as the configuration says it.
   *
   * @param settings the section {@code generate}
   * @return the settings with a shape that the model takes
   */
  public GenerationSettings generation(GenerationSettings settings) {
    return settings.withShape(
        settings.height().map(rows -> size("generate.height", rows)),
        settings.width().map(columns -> size("generate.width", columns)),
        settings.numFrames().map(count -> frames("generate.num_frames", count)));
  }

  private int fitted(String key, int wanted, IntUnaryOperator rule) {
    int fitting = rule.applyAsInt(wanted);
    if (fitting != wanted) {
      notices.say(
          String.format(
              Locale.ROOT,
              "%s: %d is used instead of %d, for the backbone %s takes %s",
              key,
              fitting,
              wanted,
              backbone.name(),
              backbone.shapes().inWords()));
    }
    return fitting;
  }
}
