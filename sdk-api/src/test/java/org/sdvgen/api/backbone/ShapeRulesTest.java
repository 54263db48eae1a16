package org.sdvgen.api.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShapeRulesTest {
  private static final ShapeRules COGVIDEOX = new ShapeRules(16, 8, 49, 480, 720, 49, 8);

  @Test
  void takesTheNativeShapeAndPictures() {
    assertEquals(List.of(), COGVIDEOX.problems(480, 720, 49));
    assertEquals(List.of(), COGVIDEOX.problems(480, 720, 1));
  }

  @Test
  void namesEveryProblemWithTheNearestValue() {
    assertEquals(
        List.of(
            "height must be a multiple of 16, not 470: 464 is the nearest",
            "width must be a multiple of 16, not 721: 720 is the nearest",
            "frames must be 8N+1 and at most 49, not 50: 49 is the nearest"),
        COGVIDEOX.problems(470, 721, 50));
  }

  @Property
  void theNearestShapeHasNoProblems(
      @ForAll @IntRange(max = 5000) int height,
      @ForAll @IntRange(max = 5000) int width,
      @ForAll @IntRange(max = 300) int frames) {
    assertEquals(
        List.of(),
        COGVIDEOX.problems(
            COGVIDEOX.nearestSize(height),
            COGVIDEOX.nearestSize(width),
            COGVIDEOX.nearestFrames(frames)));
  }

  @Property
  void theFittingShapeIsTheLargestThatIsNotAbove(
      @ForAll @IntRange(min = 16, max = 5000) int size,
      @ForAll @IntRange(min = 1, max = 300) int frames) {
    int fitting = COGVIDEOX.fittingSize(size);
    int length = COGVIDEOX.fittingFrames(frames);
    assertEquals(List.of(), COGVIDEOX.problems(fitting, fitting, length));
    assertTrue(fitting <= size && size < fitting + 16);
    assertTrue(length <= frames && Math.min(frames, 49) < length + 8);
    assertEquals(16, COGVIDEOX.fittingSize(1));
  }

  @Property
  void noOtherLengthIsNearer(@ForAll @IntRange(min = 1, max = 49) int wanted) {
    int nearest = COGVIDEOX.nearestFrames(wanted);
    for (int frames = 1; frames <= 49; frames += 8) {
      assertTrue(Math.abs(nearest - wanted) <= Math.abs(frames - wanted));
    }
  }

  @Property
  void latentFramesOfACausalCodec(@ForAll @IntRange(max = 30) int groups) {
    LatentGeometry geometry = new LatentGeometry(16, 8, 4);
    assertEquals(groups + 1, geometry.latentFrames(4 * groups + 1));
  }
}
