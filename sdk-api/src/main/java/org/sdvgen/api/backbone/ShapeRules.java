package org.sdvgen.api.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sizes and lengths that a model takes. Frames are k * frameStep + 1, at most {@code maxFrames};
 * height and width are multiples of {@code sizeMultiple}.
 *
 * @param sizeMultiple pixels, divides height and width
 * @param frameStep frames between two allowed lengths: 8 for CogVideoX (8N+1), 4 for Wan (4N+1)
 * @param maxFrames longest clip
 * @param height native height
 * @param width native width
 * @param frames native length
 * @param framesPerSecond native rate
 */
public record ShapeRules(
    int sizeMultiple,
    int frameStep,
    int maxFrames,
    int height,
    int width,
    int frames,
    double framesPerSecond) {

  /**
   * The problems of a shape.
   *
   * @param clipHeight height in pixels
   * @param clipWidth width in pixels
   * @param clipFrames frames; 1 for a picture, which every model takes
   * @return one phrase per problem, each with the nearest allowed value; empty if the shape is good
   */
  public List<String> problems(int clipHeight, int clipWidth, int clipFrames) {
    List<String> problems = new ArrayList<>();
    checkSize("height", clipHeight, problems);
    checkSize("width", clipWidth, problems);
    if (clipFrames < 1 || clipFrames > maxFrames || (clipFrames - 1) % frameStep != 0) {
      problems.add(
          String.format(
              Locale.ROOT,
              "frames must be %dN+1 and at most %d, not %d: %d is the nearest",
              frameStep,
              maxFrames,
              clipFrames,
              nearestFrames(clipFrames)));
    }
    return problems;
  }

  /**
   * The nearest allowed length.
   *
   * @param wanted any number of frames
   * @return an allowed one, the longer of two equally near
   */
  public int nearestFrames(int wanted) {
    int longest = (maxFrames - 1) / frameStep;
    long steps = Math.round((Math.max(wanted, 1) - 1) / (double) frameStep);
    return (int) Math.min(steps, longest) * frameStep + 1;
  }

  /**
   * The nearest allowed size.
   *
   * @param wanted any number of pixels
   * @return a positive multiple of {@code sizeMultiple}, the larger of two equally near
   */
  public int nearestSize(int wanted) {
    return (int) Math.max(1, Math.round(wanted / (double) sizeMultiple)) * sizeMultiple;
  }

  /**
   * The rules as a phrase.
   *
   * @return such as "heights and widths in multiples of 32 and 4N+1 frames, at most 121"
   */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "heights and widths in multiples of %d and %dN+1 frames, at most %d",
        sizeMultiple,
        frameStep,
        maxFrames);
  }

  /**
   * The longest allowed length that needs no more frames than there are.
   *
   * @param wanted a number of frames, at least 1
   * @return the largest allowed one that is not above it
   */
  public int fittingFrames(int wanted) {
    return (Math.min(wanted, maxFrames) - 1) / frameStep * frameStep + 1;
  }

  /**
   * The largest allowed size that needs no enlarging.
   *
   * @param wanted a positive number of pixels
   * @return the largest allowed one that is not above it; the smallest allowed one if all are
   */
  public int fittingSize(int wanted) {
    return Math.max(1, wanted / sizeMultiple) * sizeMultiple;
  }

  /**
   * The rules for the same latents when these stand for other numbers of pixels and frames.
   *
   * @param from the geometry that these rules are for
   * @param to the other one
   * @return the rules in the other's pixels and frames; the rate stays
   */
  ShapeRules rescaled(LatentGeometry from, LatentGeometry to) {
    return new ShapeRules(
        sizeMultiple / from.spatialFactor() * to.spatialFactor(),
        frameStep / from.temporalFactor() * to.temporalFactor(),
        (from.latentFrames(maxFrames) - 1) * to.temporalFactor() + 1,
        height / from.spatialFactor() * to.spatialFactor(),
        width / from.spatialFactor() * to.spatialFactor(),
        (from.latentFrames(frames) - 1) * to.temporalFactor() + 1,
        framesPerSecond);
  }

  private void checkSize(String what, int value, List<String> problems) {
    if (value < 1 || value % sizeMultiple != 0) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%s must be a multiple of %d, not %d: %d is the nearest",
              what,
              sizeMultiple,
              value,
              nearestSize(value)));
    }
  }
}
