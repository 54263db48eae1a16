package org.sdvgen.host.page;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.host.page.RunPlots.Point;

/** A figure over the steps of a run. */
final class Curve {
  private static final int WINDOWS = 20;

  private final List<Double> steps = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  /** Adds a point; steps ascend. */
  void add(double step, double value) {
    steps.add(step);
    values.add(value);
  }

  List<Double> steps() {
    return steps;
  }

  List<Double> values() {
    return values;
  }

  /**
   * Means over neighbours on both sides, a twentieth of the curve together. Unlike an average of
   * the past it does not lag behind, not even where a track's steps are rare.
   */
  Curve smoothed() {
    int reach = Math.max(1, values.size() / (2 * WINDOWS));
    Curve smooth = new Curve();
    for (int i = 0; i < values.size(); i++) {
      List<Double> near =
          values.subList(Math.max(0, i - reach), Math.min(values.size(), i + reach + 1));
      double mean = near.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      smooth.add(steps.get(i), mean);
    }
    return smooth;
  }

  /**
   * Some of the points, evenly spread, with the first and the last.
   *
   * @param most how many at most, at least 2
   */
  Curve thinned(int most) {
    int last = values.size() - 1;
    int stride = Math.max(1, (last + most - 2) / (most - 1));
    Curve thin = new Curve();
    for (int i = 0; i < last; i += stride) {
      thin.add(steps.get(i), values.get(i));
    }
    if (last >= 0) {
      thin.add(steps.get(last), values.get(last));
    }
    return thin;
  }

  /** Where the curve ends; it has a point. */
  Point end() {
    int last = values.size() - 1;
    return new Point(Math.round(steps.get(last)), values.get(last));
  }
}
