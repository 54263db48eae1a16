package org.sdvgen.runtime.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sdvgen.api.data.PixelClip;

/**
 * Clips side by side in one image, for people to look at: one row per clip or group of clips, its
 * frames from left to right, all scaled up by a whole number so that small pictures keep their
 * pixels.
 */
public final class ContactSheet {
  private static final int GAP = 2;
  private static final byte BACKGROUND = (byte) 0x60;

  private final int scale;
  private final List<List<RgbImage>> rows = new ArrayList<>();

  /**
   * Begins an empty sheet.
   *
   * @param scale how many pixels of the sheet show one pixel of a frame, at least 1
   */
  public ContactSheet(int scale) {
    if (scale < 1) {
      throw new IllegalArgumentException("scale must be at least 1, not " + scale);
    }
    this.scale = scale;
  }

  /**
   * Adds a row: all frames of these clips, one after the other.
   *
   * @param clips each (3, F, H, W) in [-1, 1]
   * @return this sheet
   */
  public ContactSheet row(PixelClip... clips) {
    List<RgbImage> row = new ArrayList<>();
    for (PixelClip clip : clips) {
      for (int f = 0; f < clip.frames(); f++) {
        row.add(RgbImage.of(clip, f));
      }
    }
    return row(row);
  }

  /**
   * Adds a row of pictures.
   *
   * @param pictures of any sizes
   * @return this sheet
   */
  public ContactSheet row(List<RgbImage> pictures) {
    rows.add(List.copyOf(pictures));
    return this;
  }

  /**
   * Draws the sheet.
   *
   * @return the image; write it with {@link ImageWriter}
   * @throws IllegalStateException if no row was added
   */
  public RgbImage draw() {
    int width = rows.stream().mapToInt(this::width).max().orElse(0);
    int height = rows.stream().mapToInt(this::height).sum();
    if (width == 0 || height == 0) {
      throw new IllegalStateException("a contact sheet needs at least one frame");
    }
    byte[] sheet = new byte[width * height * RgbImage.CHANNELS];
    Arrays.fill(sheet, BACKGROUND);
    int top = 0;
    for (List<RgbImage> row : rows) {
      int left = 0;
      for (RgbImage frame : row) {
        paste(frame, sheet, (top * width + left) * RgbImage.CHANNELS, width);
        left += frame.width() * scale + GAP;
      }
      top += height(row);
    }
    return new RgbImage(width, height, sheet);
  }

  private int width(List<RgbImage> row) {
    return row.stream().mapToInt(frame -> frame.width() * scale + GAP).sum();
  }

  private int height(List<RgbImage> row) {
    return row.stream().mapToInt(frame -> frame.height() * scale + GAP).max().orElse(0);
  }

  private void paste(RgbImage frame, byte[] sheet, int corner, int sheetWidth) {
    for (int y = 0; y < frame.height() * scale; y++) {
      int to = corner + y * sheetWidth * RgbImage.CHANNELS;
      for (int x = 0; x < frame.width() * scale; x++) {
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          sheet[to++] = (byte) frame.sample(x / scale, y / scale, c);
        }
      }
    }
  }
}
