package org.sdvgen.data.toyworld.metric;

import java.util.List;
import java.util.stream.IntStream;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.data.toyworld.Rgb;
import org.sdvgen.data.toyworld.ToyBackground;

/**
 * The subject's position in every frame of a clip: the pixels that no mixture of the background's
 * two colours explains. Only the clip itself is read, so a wrong scene does not hide a right
 * subject.
 */
final class Sprites {
  /** Colours this near to the background's are background, shadows of compression included. */
  private static final double NEAR = 0.10;

  /** Colours this far from the background's are sprite. Subjects' own are at 0.2 at the least. */
  private static final double CLEAR = 0.20;

  /** Share of a frame that a sprite covers at least; smaller things are specks. */
  private static final double LEAST_AREA = 0.02;

  private final PixelClip clip;
  private final ToyBackground background;
  private final float[] cover;
  private final List<Place> places;

  /**
   * The sprite's place in one frame.
   *
   * @param frame index of the frame, from 0
   * @param x its centroid from the left edge, in pixels
   * @param y its centroid from the upper edge, in pixels
   * @param area number of pixels that it covers
   */
  record Place(int frame, double x, double y, double area) {
    /** Returns how far the centroids are apart, in pixels. */
    double distance(Place other) {
      return Math.hypot(x - other.x, y - other.y);
    }
  }

  private Sprites(PixelClip clip, ToyBackground background) {
    this.clip = clip;
    this.background = background;
    cover = new float[clip.frames() * area(clip)];
    for (int at = 0; at < cover.length; at++) {
      cover[at] = (float) covered(background.distance(colour(at)));
    }
    places =
        IntStream.range(0, clip.frames())
            .mapToObj(this::locate)
            .filter(place -> place.area() >= LEAST_AREA * area(clip))
            .toList();
  }

  /**
   * Finds the sprite.
   *
   * @param clip (3, F, H, W)
   * @return the sprite's positions
   */
  static Sprites find(PixelClip clip) {
    ToyBackground nearest = ToyBackground.GRASS;
    double least = Double.POSITIVE_INFINITY;
    for (ToyBackground background : ToyBackground.values()) {
      double unexplained = unexplained(clip, background);
      if (unexplained < least) {
        least = unexplained;
        nearest = background;
      }
    }
    return before(nearest, clip);
  }

  /**
   * Finds the sprite before a known background.
   *
   * @param background the clip's background
   * @param clip (3, F, H, W)
   * @return the sprite's positions
   */
  static Sprites before(ToyBackground background, PixelClip clip) {
    return new Sprites(clip, background);
  }

  /** Sums how far pixels are from a background; sprites count alike for all backgrounds. */
  private static double unexplained(PixelClip clip, ToyBackground background) {
    double sum = 0;
    for (int at = 0; at < clip.frames() * area(clip); at++) {
      sum += Math.min(background.distance(colour(clip, at)), CLEAR);
    }
    return sum;
  }

  private Place locate(int frame) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    int at = frame * area(clip);
    for (int y = 0; y < clip.height(); y++) {
      for (int x = 0; x < clip.width(); x++) {
        double weight = cover[at++];
        sum += weight;
        sumX += weight * (x + 0.5);
        sumY += weight * (y + 0.5);
      }
    }
    return new Place(frame, sumX / Math.max(sum, 1e-9), sumY / Math.max(sum, 1e-9), sum);
  }

  /** Returns the background that explains the clip best. */
  ToyBackground background() {
    return background;
  }

  /** Returns where the sprite is, for the frames in which there is one, in their order. */
  List<Place> places() {
    return places;
  }

  /** Returns how much of a pixel is sprite, 0..1; nothing outside of the picture. */
  double cover(int frame, int x, int y) {
    return inside(x, y) ? cover[index(frame, x, y)] : 0;
  }

  /** Returns the colour of a pixel; that of the nearest one outside of the picture. */
  Rgb colour(int frame, int x, int y) {
    int column = Math.max(0, Math.min(clip.width() - 1, x));
    int row = Math.max(0, Math.min(clip.height() - 1, y));
    return colour(index(frame, column, row));
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < clip.width() && y < clip.height();
  }

  private int index(int frame, int x, int y) {
    return (frame * clip.height() + y) * clip.width() + x;
  }

  private Rgb colour(int at) {
    return colour(clip, at);
  }

  private static Rgb colour(PixelClip clip, int at) {
    int plane = clip.frames() * area(clip);
    float[] values = clip.values();
    return new Rgb(
        (values[at] + 1) / 2, (values[plane + at] + 1) / 2, (values[2 * plane + at] + 1) / 2);
  }

  private static double covered(double distance) {
    return Math.max(0, Math.min(1, (distance - NEAR) / (CLEAR - NEAR)));
  }

  private static int area(PixelClip clip) {
    return clip.height() * clip.width();
  }
}
