package org.sdvgen.data.toyworld;

import java.nio.file.Path;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.runtime.media.ContactSheet;
import org.sdvgen.runtime.media.ImageWriter;

/** Draws pairs and clips for people to look at; run it with the name of a PNG file. */
public final class ToyWorldSheet {
  private static final int PAIRS_PER_ROW = 5;
  private static final int ROWS = 4;
  private static final int CLIP_FRAMES = 9;

  private ToyWorldSheet() {}

  /**
   * Writes the sheet: rows of pairs, clips of the same subjects, clips of other subjects.
   *
   * @param args the PNG file
   */
  public static void main(String[] args) {
    View view = View.whole(48, 48, Fit.COVER);
    ToyWorld world = new ToyWorld(0, ToySplit.TRAINING, 4000);
    ContactSheet sheet = new ContactSheet(2);
    for (int row = 0; row < ROWS; row++) {
      PixelClip[] pictures = new PixelClip[2 * PAIRS_PER_ROW];
      for (int i = 0; i < PAIRS_PER_ROW; i++) {
        ToyPair pair = world.pair((long) row * PAIRS_PER_ROW + i);
        pictures[2 * i] = ToyRenderer.draw(pair.source(), view, 1);
        pictures[2 * i + 1] = ToyRenderer.draw(pair.target(), view, 1);
      }
      sheet.row(pictures);
    }
    for (ToyClips kind : ToyClips.values()) {
      for (int i = 0; i < ROWS; i++) {
        sheet.row(ToyRenderer.draw(world.clip(i, kind).scene(), view, CLIP_FRAMES));
      }
    }
    ImageWriter.writePng(Path.of(args[0]), sheet.draw());
  }
}
