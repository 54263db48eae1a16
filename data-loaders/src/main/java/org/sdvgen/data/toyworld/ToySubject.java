package org.sdvgen.data.toyworld;

import java.util.List;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * One individual: what stays the same in all pictures of it.
 *
 * @param shape its class, which captions name
 * @param pattern layout of its colours
 * @param firstHue hue of the first colour, 0..1 once round the circle
 * @param secondHue hue of the second colour
 * @param saturation 0 grey .. 1 full colour, the same for both
 */
public record ToySubject(
    ToyShape shape, ToyPattern pattern, double firstHue, double secondHue, double saturation) {
  /** Hues of one subject are at least this far apart, so that both are seen. */
  private static final double LEAST_HUE_DISTANCE = 0.22;

  private static final List<ToyPattern> PATTERNS = List.of(ToyPattern.values());
  private static final double VIVID = 0.85;
  private static final double DULL = 0.12;
  private static final double FIRST_VALUE = 0.95;
  private static final double SECOND_VALUE = 0.62;

  /**
   * The subject of an index: a class, a pattern and two hues.
   *
   * @param classes classes to choose from
   * @param seed the world's seed
   * @param index any index; equal indices are the same individual
   * @return the subject
   */
  public static ToySubject of(List<ToyShape> classes, long seed, long index) {
    double[] u = Draws.seeded().uniforms(new DrawKey(seed, 0, index, "toy-world/subject"), 4);
    double second = u[2] + LEAST_HUE_DISTANCE + u[3] * (1 - 2 * LEAST_HUE_DISTANCE);
    return new ToySubject(pick(classes, u[0]), pick(PATTERNS, u[1]), u[2], second % 1, VIVID);
  }

  /**
   * An everyday object, which looks like no subject: another class, grey with a darker rim.
   *
   * @param seed the world's seed
   * @param index any index
   * @return the object
   */
  public static ToySubject everydayObject(long seed, long index) {
    double[] u = Draws.seeded().uniforms(new DrawKey(seed, 0, index, "toy-world/object"), 2);
    return new ToySubject(pick(ToyShape.EVERYDAY_OBJECTS, u[0]), ToyPattern.RIM, u[1], u[1], DULL);
  }

  /**
   * This appearance in another class.
   *
   * @param other the class
   * @return another individual with the same pattern and colours
   */
  public ToySubject withShape(ToyShape other) {
    return new ToySubject(other, pattern, firstHue, secondHue, saturation);
  }

  /**
   * The brighter colour.
   *
   * @return the colour of the pattern's first part
   */
  public Rgb firstColour() {
    return Rgb.ofHue(firstHue, saturation, FIRST_VALUE);
  }

  /**
   * The darker colour.
   *
   * @return the colour of the pattern's second part
   */
  public Rgb secondColour() {
    return Rgb.ofHue(secondHue, saturation, SECOND_VALUE);
  }

  /** Picks an element by a uniform number. */
  static <T> T pick(List<T> from, double uniform) {
    return from.get((int) (uniform * from.size()));
  }
}
