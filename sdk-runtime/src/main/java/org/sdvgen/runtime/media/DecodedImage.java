package org.sdvgen.runtime.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.plugin.Notices;

/**
 * An image as its file shows it.
 *
 * @param image upright, opaque, 8 bit
 * @param changes the changes made to it, each a phrase for a report
 */
record DecodedImage(RgbImage image, List<String> changes) {
  /** Takes a copy of the list. */
  DecodedImage {
    changes = List.copyOf(changes);
  }

  /**
   * Fits this image to a view.
   *
   * @param view size, fit and crop of the result
   * @param name the picture's name, for the report
   * @param notices takes a sentence about the picture and the changes made to it
   * @return one frame of three channels
   */
  PixelClip fitted(View view, String name, Notices notices) {
    FitPlan plan = FitPlan.of(view, image.width(), image.height(), 1);
    List<String> done = new ArrayList<>(changes);
    done.add(plan.describe());
    notices.say(
        String.format(
            Locale.ROOT,
            "%s: %dx%d, %s",
            name,
            image.width(),
            image.height(),
            String.join(", ", done)));
    PixelBuffer pixels = new PixelBuffer(1, view.height(), view.width());
    pixels.put(0, plan.apply(image));
    return pixels.toClip();
  }
}
