package org.sdvgen.host.analysis;

import java.util.ArrayList;
import java.util.List;

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
   * Some of the points, evenly spread.
   *
   * @param most how many at most, at least 1
   */
  Curve thinned(int most) {
    int stride = Math.max(1, (values.size() + most - 1) / most);
    Curve thin = new Curve();
    for (int i = 0; i < values.size(); i += stride) {
      thin.add(steps.get(i), values.get(i));
    }
    return thin;
  }
}
