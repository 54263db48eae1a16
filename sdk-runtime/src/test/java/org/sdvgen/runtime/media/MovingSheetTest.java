package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.PixelClip;

final class MovingSheetTest {
  private static final int SCALE = 3;

  @Test
  void everyPixelOfEveryFrameIsShownEnlargedAndUnsmoothed() {
    PixelClip still = clip(1, 2, 4);
    PixelClip moving = clip(3, 2, 4);
    PixelClip sheet =
        new MovingSheet(SCALE, List.of("one", "two"))
            .row(List.of(still, moving))
            .row(List.of(moving, still))
            .draw();
    assertTrue(sheet.frames() > 3, "the ends rest");
    int found = 0;
    for (int frame = 0; frame < sheet.frames(); frame++) {
      RgbImage page = RgbImage.of(sheet, frame);
      RgbImage expectedStill = RgbImage.of(still, 0);
      RgbImage expectedMoving = RgbImage.of(moving, Math.min(frame, 2));
      found += at(page, expectedStill) == 2 && at(page, expectedMoving) == 2 ? 1 : 0;
    }
    assertEquals(sheet.frames(), found, "frames with both clips in both rows");
    assertEquals(0, sheet.width() % 2 + sheet.height() % 2);
  }

  @Test
  void rowsFitTheHeadings() {
    MovingSheet sheet = new MovingSheet(1, List.of("one", "two"));
    List<PixelClip> one = List.of(clip(1, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> sheet.row(one));
    assertThrows(IllegalStateException.class, sheet::draw);
    assertThrows(IllegalArgumentException.class, () -> new MovingSheet(0, List.of()));
  }

  /** How often a picture lies in the page. */
  private static int at(RgbImage page, RgbImage picture) {
    int count = 0;
    int width = picture.width() * SCALE;
    int height = picture.height() * SCALE;
    byte[] enlarged = new byte[width * height * RgbImage.CHANNELS];
    for (int i = 0; i < enlarged.length; i++) {
      int pixel = i / RgbImage.CHANNELS;
      enlarged[i] =
          (byte)
              picture.sample(pixel % width / SCALE, pixel / width / SCALE, i % RgbImage.CHANNELS);
    }
    for (int y = 0; y + height <= page.height(); y++) {
      for (int x = 0; x + width <= page.width(); x++) {
        if (Arrays.equals(page.part(x, y, width, height).rgb(), enlarged)) {
          count++;
        }
      }
    }
    return count;
  }

  /** Every value of a clip is another one. */
  private static PixelClip clip(int frames, int height, int width) {
    float[] values = new float[RgbImage.CHANNELS * frames * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (3 * i + frames) / RgbImage.HALF_RANGE - 1;
    }
    return new PixelClip(RgbImage.CHANNELS, frames, height, width, values);
  }
}
