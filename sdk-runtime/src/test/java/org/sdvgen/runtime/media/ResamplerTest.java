package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;

/** Resampling and the plans that use it. */
class ResamplerTest {
  @Test
  void theSameSizeIsTheSameImage() {
    RgbImage image = ramp(10, 7);
    assertSame(image, Resampler.resample(image, new Box(0, 0, 10, 7), 10, 7));
  }

  @Test
  void enlargingMatchesBicubicInterpolationByHand() {
    // One row 0, 0, 100, 100 to double width: at 1.25 the weights are those of distances 1.25 ...
    // 1.75.
    byte[] rgb = new byte[4 * 3];
    Arrays.fill(rgb, 6, 12, (byte) 100);
    RgbImage wide = Resampler.resample(new RgbImage(4, 1, rgb), new Box(0, 0, 4, 1), 8, 1);
    double near = (1.5 * 0.75 - 2.5) * 0.75 * 0.75 + 1;
    double far = ((1.75 - 5) * 1.75 + 8) * 1.75 * -0.5 + 2;
    assertEquals(Math.round(100 * (near + far)), wide.sample(3, 0, 0));
  }

  @Test
  void shrinkingAveragesInsteadOfAliasing() {
    // Single-pixel stripes have no place in an image of a fifth of the size.
    byte[] rgb = new byte[100 * 100 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 2 * 200);
    }
    RgbImage small =
        Resampler.resample(new RgbImage(100, 100, rgb), new Box(0, 0, 100, 100), 20, 20);
    for (int x = 2; x < 18; x++) {
      assertEquals(100, small.sample(x, 10, 0), 3);
    }
  }

  @Property(tries = 200)
  void aFlatImageStaysFlatInEveryView(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @DoubleRange(min = 1, max = 3) double zoom,
      @ForAll @DoubleRange(min = 0, max = 1) double offset) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) 77);
    View view = new View(24, 36, Fit.COVER, zoom, offset, 1 - offset);
    RgbImage fitted = FitPlan.of(view, width, height, 1).apply(new RgbImage(width, height, rgb));
    assertEquals(36, fitted.width());
    assertEquals(24, fitted.height());
    for (byte sample : fitted.rgb()) {
      assertEquals(77, sample);
    }
  }

  @Property(tries = 200)
  void containShowsTheWholePictureWithoutStretchingIt(
      @ForAll @IntRange(min = 8, max = 400) int width,
      @ForAll @IntRange(min = 8, max = 400) int height) {
    FitPlan plan = FitPlan.of(View.whole(90, 160, Fit.CONTAIN), width, height, 1);
    assertEquals(0, plan.across().from());
    assertEquals(width, plan.across().to());
    assertEquals(height, plan.down().to());
    double scale = Math.min(160.0 / width, 90.0 / height);
    assertEquals(Math.max(1, width * scale), plan.across().length(), 1);
    assertEquals(Math.max(1, height * scale), plan.down().length(), 1);
  }

  @Test
  void aCropIsAWindowOfTheFittedPicture() {
    FitPlan plan = FitPlan.of(new View(40, 80, Fit.COVER, 2, 1, 0), 160, 80, 1);
    assertEquals(0, plan.across().from(), 1e-9);
    assertEquals(80, plan.across().to(), 1e-9);
    assertEquals(40, plan.down().from(), 1e-9);
    assertEquals(80, plan.down().to(), 1e-9);
  }

  @Test
  void aRampStaysARamp() {
    RgbImage small = Resampler.resample(ramp(120, 8), new Box(10.5, 0, 110.5, 8), 50, 8);
    for (int x = 4; x < 46; x++) {
      assertTrue(small.sample(x, 4, 0) - small.sample(x - 1, 4, 0) == 4, "column " + x);
    }
  }

  /** Level 2 x in every channel. */
  private static RgbImage ramp(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % width * 2);
    }
    return new RgbImage(width, height, rgb);
  }
}
