package org.sdvgen.api.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PixelClipTest {
  /** Two channels, three frames of one row and two columns. */
  private static final PixelClip CLIP =
      new PixelClip(2, 3, 1, 2, new float[] {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15});

  @Test
  void takesAFrameOutOfEveryChannel() {
    PixelClip frame = CLIP.frame(1);
    assertEquals(1, frame.frames());
    assertArrayEquals(new float[] {2, 3, 12, 13}, frame.values());
  }

  @Test
  void refusesValuesThatDoNotFitTheSizes() {
    assertThrows(IllegalArgumentException.class, () -> new PixelClip(3, 1, 2, 2, new float[11]));
    assertThrows(IllegalArgumentException.class, () -> new PixelClip(3, 0, 2, 2, new float[0]));
  }

  @Test
  void viewsRefuseWhatCannotBeCropped() {
    assertThrows(IllegalArgumentException.class, () -> View.whole(0, 8, Fit.COVER));
    assertThrows(IllegalArgumentException.class, () -> new View(8, 8, Fit.COVER, 0.9, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new View(8, 8, Fit.COVER, 1, 1.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new View(8, 8, Fit.COVER, Double.NaN, 0, 0));
  }

  @Test
  void clipRequestsRefuseWhatCannotBeRead() {
    View view = View.whole(8, 8, Fit.CONTAIN);
    assertThrows(IllegalArgumentException.class, () -> new ClipRequest(view, 0, 8, 0));
    assertThrows(IllegalArgumentException.class, () -> new ClipRequest(view, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ClipRequest(view, 1, 8, 1.5));
  }
}
