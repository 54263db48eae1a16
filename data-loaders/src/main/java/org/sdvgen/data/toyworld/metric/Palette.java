package org.sdvgen.data.toyworld.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.sdvgen.data.toyworld.Rgb;
import org.sdvgen.data.toyworld.ToySubject;

/**
 * The colours of a clip's sprite without their places. A mean colour would not do: those of
 * two-coloured subjects are alike.
 */
final class Palette {
  /**
   * Share of the sprite's pixels nearest to a subject's colour that decides whether it is there.
   */
  private static final double SHARE = 0.1;

  private final List<Rgb> colours;

  /** Collects the colours of a clip's portraits. */
  Palette(List<Portrait> portraits) {
    colours = portraits.stream().flatMap(portrait -> portrait.palette().stream()).toList();
  }

  /** Whether there is anything to compare. */
  boolean isEmpty() {
    return colours.isEmpty();
  }

  /**
   * Returns how badly a subject's two colours explain these: how far each pixel is from the nearer
   * one, plus how far each of the two is from the pixels that come nearest to it.
   */
  double distance(ToySubject subject) {
    Rgb first = subject.firstColour();
    Rgb second = subject.secondColour();
    double unexplained = mean(colour -> Math.min(colour.distance(first), colour.distance(second)));
    return unexplained + (absence(first) + absence(second)) / 2;
  }

  private double mean(ToDoubleFunction<Rgb> distance) {
    return colours.stream().mapToDouble(distance).average().orElseThrow();
  }

  private double absence(Rgb wanted) {
    double[] distances = colours.stream().mapToDouble(wanted::distance).toArray();
    Arrays.sort(distances);
    return distances[(int) (SHARE * distances.length)];
  }
}
