package org.sdvgen.objectives;

/** Range checks of settings, with messages that name the setting. */
final class Ranges {
  private Ranges() {}

  static void probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1], not " + value);
    }
  }

  static void zooms(String view, double min, double max) {
    if (!(min >= 1 && max >= min && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s_zoom_min must be at least 1 and %s_zoom_max at least as large, not %s and %s"
              .formatted(view, view, min, max));
    }
  }
}
