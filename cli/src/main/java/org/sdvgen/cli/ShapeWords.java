package org.sdvgen.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.host.ShapeCount;

/** Says at which sizes and lengths samples are read. */
public final class ShapeWords {
  private ShapeWords() {}

  /**
   * Describes the shapes of a track.
   *
   * @param shapes its shapes, which have one length and rate
   * @return such as "720x480, 49 frames at 8 fps"; the number of samples behind each size if there
   *     are several
   */
  public static String of(List<ShapeCount> shapes) {
    String sizes =
        shapes.size() == 1
            ? size(shapes.get(0).shape())
            : shapes.stream()
                .map(
                    count ->
                        String.format(Locale.ROOT, "%s (%d)", size(count.shape()), count.samples()))
                .collect(Collectors.joining(", "));
    TrackShape shape = shapes.get(0).shape();
    if (shape.frames() == 1) {
      return sizes;
    }
    DecimalFormat rate = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return String.format(
        Locale.ROOT,
        "%s, %d frames at %s fps",
        sizes,
        shape.frames(),
        rate.format(shape.framesPerSecond()));
  }

  private static String size(TrackShape shape) {
    return shape.width() + "x" + shape.height();
  }
}
