package org.sdvgen.host;

import java.nio.file.Path;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.runtime.media.ContactSheet;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.RgbImage;

/** Writes frames as picture files, for looking at. */
public final class Pictures {
  private Pictures() {}

  /**
   * Writes a single frame.
   *
   * @param file a PNG file
   * @param frame a clip of one frame
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public static void save(Path file, PixelClip frame) {
    ImageWriter.writePng(file, RgbImage.of(frame, 0));
  }

  /**
   * Writes all frames of a clip side by side.
   *
   * @param file a PNG file
   * @param clip at least one frame
   * @param scale how many times larger every pixel is drawn, at least 1
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public static void saveStrip(Path file, PixelClip clip, int scale) {
    ImageWriter.writePng(file, new ContactSheet(scale).row(clip).draw());
  }
}
