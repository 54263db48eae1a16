package org.sdvgen.data.toyworld;

/**
 * A colour.
 *
 * @param red 0..1
 * @param green 0..1
 * @param blue 0..1
 */
public record Rgb(double red, double green, double blue) {
  /**
   * The distance of two colours.
   *
   * @param other another colour
   * @return Euclidean distance, 0 to the root of 3
   */
  public double distance(Rgb other) {
    double dr = red - other.red;
    double dg = green - other.green;
    double db = blue - other.blue;
    return Math.sqrt(dr * dr + dg * dg + db * db);
  }

  /**
   * Lays a share of another colour over this one.
   *
   * @param other another colour
   * @param share 0 gives this colour, 1 the other
   * @return the mixture
   */
  public Rgb mix(Rgb other, double share) {
    return new Rgb(
        red + (other.red - red) * share,
        green + (other.green - green) * share,
        blue + (other.blue - blue) * share);
  }

  /** Converts from 0xRRGGBB. */
  static Rgb ofHex(int hex) {
    return new Rgb((hex >> 16 & 0xFF) / 255.0, (hex >> 8 & 0xFF) / 255.0, (hex & 0xFF) / 255.0);
  }

  /**
   * Converts from hue, saturation and value.
   *
   * @param hue 0..1, red at 0
   * @param saturation 0..1
   * @param value 0..1
   */
  static Rgb ofHue(double hue, double saturation, double value) {
    return new Rgb(
        channel(hue, saturation, value, 5),
        channel(hue, saturation, value, 3),
        channel(hue, saturation, value, 1));
  }

  /** One channel of the usual closed form of HSV; {@code shift} is in sixths of the circle. */
  private static double channel(double hue, double saturation, double value, int shift) {
    double k = (shift + hue * 6) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
  }
}
