package org.sdvgen.runtime.media;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.sdvgen.api.data.PixelClip;

/**
 * Clips that play side by side in one animated picture, for people to look at: a line of headings,
 * then rows of pictures and clips, enlarged by a whole number so that small frames keep their
 * pixels. A clip that is shorter than the longest one rests on its last frame, and so does the
 * whole sheet before it begins again.
 */
public final class MovingSheet {
  /** For how many frames the ends are shown. */
  private static final int REST = 4;

  private static final int GAP = 6;
  private static final int HEAD = 24;
  private static final int CHANNELS = RgbImage.CHANNELS;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  private final int scale;
  private final List<String> headings;
  private final List<List<PixelClip>> rows = new ArrayList<>();

  /**
   * Begins a sheet without rows.
   *
   * @param scale how many pixels of the sheet show one pixel of a frame, at least 1
   * @param headings a few words for every column
   */
  public MovingSheet(int scale, List<String> headings) {
    if (scale < 1) {
      throw new IllegalArgumentException("scale must be at least 1, not " + scale);
    }
    this.scale = scale;
    this.headings = List.copyOf(headings);
  }

  /**
   * Adds a row.
   *
   * @param clips one for every column, each (3, F, H, W) in [-1, 1]; sizes may differ
   * @return this sheet
   */
  public MovingSheet row(List<PixelClip> clips) {
    if (clips.size() != headings.size()) {
      throw new IllegalArgumentException(
          clips.size() + " clips for " + headings.size() + " columns");
    }
    rows.add(List.copyOf(clips));
    return this;
  }

  /**
   * Draws the sheet.
   *
   * @return (3, F + 4, H, W) in [-1, 1] with F of the longest clip, H and W even
   * @throws IllegalStateException if no row was added
   */
  public PixelClip draw() {
    if (rows.isEmpty()) {
      throw new IllegalStateException("a sheet of clips needs at least one row");
    }
    int cellWidth = largest(PixelClip::width) * scale;
    int cellHeight = largest(PixelClip::height) * scale;
    int width = even(GAP + headings.size() * (cellWidth + GAP));
    int height = even(HEAD + rows.size() * (cellHeight + GAP));
    int frames = largest(PixelClip::frames) + REST;
    int area = width * height;
    float[] values = new float[CHANNELS * frames * area];
    for (int f = 0; f < frames; f++) {
      BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      draw(page, f, cellWidth, cellHeight);
      int[] packed = page.getRGB(0, 0, width, height, null, 0, width);
      for (int c = 0; c < CHANNELS; c++) {
        int shift = Byte.SIZE * (CHANNELS - 1 - c);
        int to = (c * frames + f) * area;
        for (int pixel : packed) {
          values[to++] = (pixel >> shift & 0xFF) / RgbImage.HALF_RANGE - 1;
        }
      }
    }
    return new PixelClip(CHANNELS, frames, height, width, values);
  }

  private int largest(ToIntFunction<PixelClip> size) {
    return rows.stream().flatMap(List::stream).mapToInt(size).max().orElseThrow();
  }

  private static int even(int size) {
    return size + size % 2;
  }

  private void draw(BufferedImage page, int frame, int cellWidth, int cellHeight) {
    Graphics2D pen = page.createGraphics();
    try {
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, page.getWidth(), page.getHeight());
      pen.setColor(Color.BLACK);
      pen.setFont(FONT);
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      for (int column = 0; column < headings.size(); column++) {
        int left = GAP + column * (cellWidth + GAP);
        int inset = (cellWidth - pen.getFontMetrics().stringWidth(headings.get(column))) / 2;
        pen.drawString(headings.get(column), left + Math.max(0, inset), HEAD - 7);
        for (int row = 0; row < rows.size(); row++) {
          PixelClip clip = rows.get(row).get(column);
          RgbImage picture = RgbImage.of(clip, Math.min(frame, clip.frames() - 1));
          pen.drawImage(
              BufferedImages.toBuffered(picture),
              left,
              HEAD + row * (cellHeight + GAP),
              clip.width() * scale,
              clip.height() * scale,
              null);
        }
      }
    } finally {
      pen.dispose();
    }
  }
}
