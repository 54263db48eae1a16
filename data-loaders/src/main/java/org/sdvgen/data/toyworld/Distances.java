package org.sdvgen.data.toyworld;

/**
 * Signed distances to outlines in the plane, negative inside. Drawing by distance gives smooth
 * edges at every size: a pixel is covered as far as the edge is away.
 */
final class Distances {
  private Distances() {}

  /** Distance to a circle. */
  static double circle(double x, double y, double radius) {
    return Math.hypot(x, y) - radius;
  }

  /**
   * Distance to a closed polygon.
   *
   * @param corners x0, y0, x1, y1, ...
   */
  static double polygon(double x, double y, double[] corners) {
    double nearest = Double.POSITIVE_INFINITY;
    boolean inside = false;
    int previous = corners.length - 2;
    for (int i = 0; i < corners.length; i += 2) {
      double ax = corners[previous];
      double ay = corners[previous + 1];
      double bx = corners[i];
      double by = corners[i + 1];
      nearest = Math.min(nearest, squareToEdge(x, y, ax, ay, bx, by));
      if (ay > y != by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
        inside = !inside;
      }
      previous = i;
    }
    double distance = Math.sqrt(nearest);
    return inside ? -distance : distance;
  }

  private static double squareToEdge(
      double x, double y, double ax, double ay, double bx, double by) {
    double ex = bx - ax;
    double ey = by - ay;
    double along = ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey);
    double clamped = Math.max(0, Math.min(1, along));
    double dx = x - ax - clamped * ex;
    double dy = y - ay - clamped * ey;
    return dx * dx + dy * dy;
  }
}
