package org.sdvgen.host.page;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.runtime.media.MovingSheet;
import org.sdvgen.runtime.media.VideoWriter;

/**
 * Clips that play side by side in one picture.
 *
 * @param headings a few words for every column
 * @param rows pictures and clips of each row, one for every column
 * @param fps frames per second
 */
public record ClipSheet(List<String> headings, List<List<PixelClip>> rows, double fps) {
  /** Copies the lists. */
  public ClipSheet {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Writes the sheet.
   *
   * @param file its ending chooses the format; {@code .webp} is small and without loss
   * @param scale how many pixels of the sheet show one pixel of a frame, at least 1
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void save(Path file, int scale) {
    MovingSheet sheet = new MovingSheet(scale, headings);
    rows.forEach(sheet::row);
    VideoWriter.write(file, sheet.draw(), fps);
  }
}
