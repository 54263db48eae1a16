package org.sdvgen.data.toyworld.metric;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.data.toyworld.Rgb;
import org.sdvgen.data.toyworld.metric.Sprites.Place;

/**
 * A sprite cut out of a frame, centred and scaled to one size, so that portraits can be compared
 * pixel by pixel. Its pose is kept.
 */
final class Portrait {
  private static final int SIZE = 24;

  /** Half the side of what is cut out, in roots of the sprite's area: all of every outline. */
  private static final double REACH = 0.85;

  /** The background of portraits: mid-grey, so that outlines count too. */
  private static final Rgb GREY = new Rgb(0.5, 0.5, 0.5);

  private static final double CLEARLY_COVERED = 0.9;

  private final double[] cover = new double[SIZE * SIZE];
  private final double[] laidOnGrey = new double[3 * SIZE * SIZE];
  private final List<Rgb> palette = new ArrayList<>();

  private Portrait(Sprites sprites, Place place) {
    double step = 2 * REACH * Math.sqrt(place.area()) / SIZE;
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double x = place.x() + (column + 0.5 - SIZE / 2.0) * step - 0.5;
        double y = place.y() + (row + 0.5 - SIZE / 2.0) * step - 0.5;
        sample(sprites, place.frame(), x, y, row * SIZE + column);
      }
    }
  }

  /** Cuts the sprite out of every frame in which there is one. */
  static List<Portrait> of(Sprites sprites) {
    return sprites.places().stream().map(place -> new Portrait(sprites, place)).toList();
  }

  /** Samples between the four nearest pixels, by their distance. */
  private void sample(Sprites sprites, int frame, double x, double y, int at) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    Rgb upper = sprites.colour(frame, left, top).mix(sprites.colour(frame, left + 1, top), right);
    Rgb lower =
        sprites.colour(frame, left, top + 1).mix(sprites.colour(frame, left + 1, top + 1), right);
    Rgb colour = upper.mix(lower, down);
    cover[at] =
        (1 - down)
                * mix(sprites.cover(frame, left, top), sprites.cover(frame, left + 1, top), right)
            + down
                * mix(
                    sprites.cover(frame, left, top + 1),
                    sprites.cover(frame, left + 1, top + 1),
                    right);
    Rgb laid = GREY.mix(colour, cover[at]);
    laidOnGrey[3 * at] = laid.red();
    laidOnGrey[3 * at + 1] = laid.green();
    laidOnGrey[3 * at + 2] = laid.blue();
    if (cover[at] > CLEARLY_COVERED) {
      palette.add(colour);
    }
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }

  /** Returns how far outlines agree: the area of both over the area of either, 0..1. */
  double overlap(Portrait other) {
    double both = 0;
    double either = 0;
    for (int at = 0; at < cover.length; at++) {
      both += Math.min(cover[at], other.cover[at]);
      either += Math.max(cover[at], other.cover[at]);
    }
    return either == 0 ? 0 : both / either;
  }

  /** Returns the mean squared difference of outlines and colours, 0..1. */
  double squaredDifference(Portrait other) {
    double sum = 0;
    for (int at = 0; at < laidOnGrey.length; at++) {
      double difference = laidOnGrey[at] - other.laidOnGrey[at];
      sum += difference * difference;
    }
    return sum / laidOnGrey.length;
  }

  /** Returns the colours of what is clearly sprite. */
  List<Rgb> palette() {
    return palette;
  }
}
