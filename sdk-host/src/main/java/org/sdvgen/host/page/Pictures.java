package org.sdvgen.host.page;

import java.nio.file.Path;
import org.sdvgen.api.data.PixelClip;
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
}
