package org.sdvgen.runtime.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;

/**
 * The steps that make a view of every image of one shape: a part of it is scaled to a part of the
 * view, the rest of the view is black.
 *
 * @param view the wanted view
 * @param sourceWidth W of the images, pixels
 * @param sourceHeight H of the images, pixels
 * @param across the horizontal direction
 * @param down the vertical direction
 */
record FitPlan(View view, int sourceWidth, int sourceHeight, Span across, Span down) {
  /**
   * Plans the fitting of images of one shape.
   *
   * @param pixelAspect shown width of a pixel divided by its shown height; 1 for square pixels
   */
  static FitPlan of(View view, int sourceWidth, int sourceHeight, double pixelAspect) {
    double fillWidth = view.width() / (sourceWidth * pixelAspect);
    double fillHeight = (double) view.height() / sourceHeight;
    double scale =
        view.fit() == Fit.COVER ? Math.max(fillWidth, fillHeight) : Math.min(fillWidth, fillHeight);
    return new FitPlan(
        view,
        sourceWidth,
        sourceHeight,
        Span.of(sourceWidth, scale * pixelAspect, view.width(), view.zoom(), view.offsetX()),
        Span.of(sourceHeight, scale, view.height(), view.zoom(), view.offsetY()));
  }

  /** Applies the plan to an image of the shape it was made for. */
  RgbImage apply(RgbImage image) {
    if (across.length == view.width() && down.length == view.height()) {
      return scaled(image);
    }
    byte[] framed = new byte[view.width() * view.height() * RgbImage.CHANNELS];
    if (across.length > 0 && down.length > 0) {
      byte[] inner = scaled(image).rgb();
      int row = across.length * RgbImage.CHANNELS;
      for (int y = 0; y < down.length; y++) {
        int to = ((down.start + y) * view.width() + across.start) * RgbImage.CHANNELS;
        System.arraycopy(inner, y * row, framed, to, row);
      }
    }
    return new RgbImage(view.width(), view.height(), framed);
  }

  /**
   * Describes the steps for a report: {@code fitted by cover to 720x480, cut 64.0 px left, 64.0 px
   * right}.
   */
  String describe() {
    List<String> cut = new ArrayList<>();
    name(cut, across.from, "left");
    name(cut, sourceWidth - across.to, "right");
    name(cut, down.from, "top");
    name(cut, sourceHeight - down.to, "bottom");
    List<String> bars = new ArrayList<>();
    name(bars, across.start, "left");
    name(bars, view.width() - across.start - across.length, "right");
    name(bars, down.start, "top");
    name(bars, view.height() - down.start - down.length, "bottom");
    return "fitted by "
        + EnumWord.of(view.fit())
        + " to "
        + view.width()
        + "x"
        + view.height()
        + (cut.isEmpty() ? ", nothing cut" : ", cut " + String.join(", ", cut))
        + (bars.isEmpty() ? "" : ", black bars of " + String.join(", ", bars));
  }

  private static void name(List<String> into, double pixels, String side) {
    if (pixels > 0) {
      into.add(String.format(Locale.ROOT, "%.1f px %s", pixels, side));
    }
  }

  private RgbImage scaled(RgbImage image) {
    Box box = new Box(across.from, down.from, across.to, down.to);
    return Resampler.resample(image, box, across.length, down.length);
  }

  /**
   * One direction: the source's pixels from {@code from} to {@code to} fill {@code length} pixels
   * of the view from {@code start} on.
   */
  record Span(double from, double to, int start, int length) {
    /** Below this, an edge counts as touching: it hides rounding. */
    private static final double TOUCH = 1e-6;

    static Span of(int source, double scale, int canvas, double zoom, double offset) {
      double margin = (canvas - source * scale) / 2;
      double window = offset * canvas * (1 - 1 / zoom);
      double low = (margin - window) * zoom;
      double high = (margin + source * scale - window) * zoom;
      if (high <= 0 || low >= canvas) {
        return new Span(0, 0, 0, 0);
      }
      double from = low >= -TOUCH ? 0 : (window - margin) / scale;
      double to = high <= canvas + TOUCH ? source : (window + canvas / zoom - margin) / scale;
      int start = (int) Math.round(Math.max(0, Math.min(canvas - 1, low)));
      int end = (int) Math.round(Math.max(start + 1, Math.min(canvas, high)));
      return new Span(from, to, start, end - start);
    }
  }
}
