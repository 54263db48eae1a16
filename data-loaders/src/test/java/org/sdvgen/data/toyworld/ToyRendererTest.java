package org.sdvgen.data.toyworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;

/** Drawings agree with their scenes at every size. */
class ToyRendererTest {
  private static final View SMALL = View.whole(48, 48, Fit.COVER);
  private static final ToyWorld WORLD = new ToyWorld(7, ToySplit.TRAINING, 100);

  @Test
  void theSubjectIsWhereTheSceneSays() {
    for (long index = 0; index < 40; index++) {
      ToyScene scene = WORLD.clip(index, ToyClips.SAME_SUBJECTS).scene();
      PixelClip clip = ToyRenderer.draw(scene, SMALL, 3);
      for (int f = 0; f < 3; f++) {
        double[] centroid = centroid(scene, clip.frame(f));
        // Outlines have their centroid near their centre, not in it.
        assertEquals(24 + 48 * scene.centreX(f / 2.0), centroid[0], 3, "x of " + scene);
        assertEquals(24 + 48 * scene.centreY(f / 2.0), centroid[1], 3, "y of " + scene);
      }
    }
  }

  @Test
  void aLargerDrawingShowsTheSame() {
    ToyScene scene = WORLD.pair(11).source();
    PixelClip small = ToyRenderer.draw(scene, SMALL, 1);
    PixelClip large = ToyRenderer.draw(scene, View.whole(480, 480, Fit.COVER), 1);
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 48; y++) {
        for (int x = 0; x < 48; x++) {
          sum += Math.abs(at(small, c, y, x) - mean10(large, c, y, x));
        }
      }
    }
    assertTrue(sum / (3 * 48 * 48) < 0.03, "mean difference " + sum / (3 * 48 * 48));
  }

  @Test
  void aCropIsAPartOfTheWholeDrawing() {
    ToyScene scene = WORLD.pair(12).source();
    PixelClip whole = ToyRenderer.draw(scene, View.whole(96, 96, Fit.COVER), 1);
    PixelClip crop = ToyRenderer.draw(scene, new View(48, 48, Fit.COVER, 2, 1, 0), 1);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 48; x++) {
        assertEquals(at(whole, 1, y + 48, x), at(crop, 1, y, x), 1e-5);
      }
    }
  }

  @Test
  void aWideDrawingHasTheSquareOneInItsMiddle() {
    ToyScene scene = WORLD.pair(13).source();
    PixelClip square = ToyRenderer.draw(scene, SMALL, 1);
    PixelClip wide = ToyRenderer.draw(scene, View.whole(48, 72, Fit.COVER), 1);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 48; x++) {
        assertEquals(at(square, 0, y, x), at(wide, 0, y, x + 12), 1e-5);
      }
    }
  }

  /** Centre of what differs from the same scene without its subject. */
  private static double[] centroid(ToyScene scene, PixelClip picture) {
    ToyScene empty =
        new ToyScene(
            scene.subject(),
            scene.background(),
            ToyMotion.STILL,
            scene.radius(),
            /* turn= */ 0,
            /* mirrored= */ false,
            /* middleX= */ 9,
            /* middleY= */ 9,
            /* travel= */ 0,
            scene.groundX(),
            scene.groundY());
    PixelClip ground = ToyRenderer.draw(empty, SMALL, 1);
    double[] sums = new double[3];
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 48; x++) {
        if (differs(picture, ground, y, x)) {
          sums[0] += x + 0.5;
          sums[1] += y + 0.5;
          sums[2]++;
        }
      }
    }
    return new double[] {sums[0] / sums[2], sums[1] / sums[2]};
  }

  private static boolean differs(PixelClip a, PixelClip b, int y, int x) {
    return IntStream.range(0, 3).anyMatch(c -> Math.abs(at(a, c, y, x) - at(b, c, y, x)) > 0.2);
  }

  private static double at(PixelClip picture, int c, int y, int x) {
    return picture.values()[(c * picture.height() + y) * picture.width() + x];
  }

  private static double mean10(PixelClip large, int c, int y, int x) {
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += at(large, c, 10 * y + i / 10, 10 * x + i % 10);
    }
    return sum / 100;
  }
}
