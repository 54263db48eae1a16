package org.sdvgen.runtime.media;

import org.jspecify.annotations.Nullable;
import org.sdvgen.api.data.ClipRequest;

/** Collects the frames of one clip: only the result is held, at the wanted size. */
final class ClipBuilder {
  private final ClipRequest request;
  private final PixelBuffer pixels;
  private final double[] times;
  private int taken;
  private @Nullable FitPlan plan;
  private double planAspect;

  ClipBuilder(ClipRequest request) {
    this.request = request;
    this.pixels =
        new PixelBuffer(request.frames(), request.view().height(), request.view().width());
    this.times = new double[request.frames()];
  }

  /** Returns how many frames are there. */
  int taken() {
    return taken;
  }

  /** Returns whether no frame is missing. */
  boolean isComplete() {
    return taken == times.length;
  }

  /**
   * Brings an upright frame to the clip's size.
   *
   * @param pixelAspect shown width of a pixel divided by its shown height
   */
  RgbImage fit(RgbImage frame, double pixelAspect) {
    if (plan == null
        || planAspect != pixelAspect
        || plan.sourceWidth() != frame.width()
        || plan.sourceHeight() != frame.height()) {
      plan = FitPlan.of(request.view(), frame.width(), frame.height(), pixelAspect);
      planAspect = pixelAspect;
    }
    return plan.apply(frame);
  }

  /**
   * Adds a fitted frame that is shown from {@code time} on, seconds after the video's first frame.
   */
  void add(RgbImage fitted, double time) {
    pixels.put(taken, fitted);
    times[taken++] = time;
  }

  /**
   * Returns the clip, once it is complete.
   *
   * @param what file and times, with which the message begins
   */
  Clip finish(String what) {
    if (plan == null || !isComplete()) {
      throw new IllegalStateException("the clip is not complete");
    }
    return new Clip(pixels.toClip(), times, what + repeats() + "; " + plan.describe());
  }

  private String repeats() {
    int repeated = 0;
    for (int k = 1; k < times.length; k++) {
      if (times[k] == times[k - 1]) {
        repeated++;
      }
    }
    return repeated == 0 ? "" : ", " + repeated + " of them a repeat because the video has fewer";
  }
}
