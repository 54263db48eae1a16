package org.sdvgen.data.toyworld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.runtime.media.ContactSheet;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.RgbImage;

/** Draws the world for people to look at: {@code target/toy-world.png}. */
class ToyWorldSheetTest {
  private static final View VIEW = View.whole(48, 48, Fit.COVER);
  private static final int PAIRS_PER_ROW = 5;
  private static final int ROWS = 4;
  private static final int CLIP_FRAMES = 9;
  private static final List<ToyClips> KINDS =
      List.of(ToyClips.OTHER_SUBJECTS, ToyClips.SAME_SUBJECTS);

  private final ToyWorld world = new ToyWorld(0, ToySplit.TRAINING, 4000);

  @Test
  void drawsRowsOfPairsThenClipsOfOtherAndOfTheSameSubjects() {
    ContactSheet sheet = new ContactSheet(2);
    for (int row = 0; row < ROWS; row++) {
      sheet.row(pairs((long) row * PAIRS_PER_ROW));
    }
    for (ToyClips kind : KINDS) {
      for (int i = 0; i < ROWS; i++) {
        sheet.row(ToyRenderer.draw(world.clip(i, kind).scene(), VIEW, CLIP_FRAMES));
      }
    }
    Path file = Path.of("target", "toy-world.png");
    ImageWriter.writePng(file, sheet.draw());
    RgbImage back = new PictureFile(file, said -> {}).readWhole();
    assertEquals(2 * PAIRS_PER_ROW * (2 * 48 + 2), back.width());
    assertEquals((1 + KINDS.size()) * ROWS * (2 * 48 + 2), back.height());
  }

  private PixelClip[] pairs(long first) {
    PixelClip[] pictures = new PixelClip[2 * PAIRS_PER_ROW];
    for (int i = 0; i < PAIRS_PER_ROW; i++) {
      ToyPair pair = world.pair(first + i);
      pictures[2 * i] = ToyRenderer.draw(pair.source(), VIEW, 1);
      pictures[2 * i + 1] = ToyRenderer.draw(pair.target(), VIEW, 1);
    }
    return pictures;
  }
}
