package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.plugin.Notices;

/**
 * A still picture in a file: PNG, JPEG, WebP and whatever else Java's ImageIO or FFmpeg decodes.
 */
public final class PictureFile implements Picture {
  private final Path file;
  private final Notices notices;

  /**
   * Names a file; it is not touched yet.
   *
   * @param file the file
   * @param notices is told at each reading what was read and what was changed
   */
  public PictureFile(Path file, Notices notices) {
    this.file = file;
    this.notices = notices;
  }

  /**
   * The file.
   *
   * @return its name as given
   */
  public Path file() {
    return file;
  }

  /**
   * Makes sure that the file begins like a picture, without decoding it.
   *
   * @throws org.sdvgen.api.error.InputException if it does not
   */
  public void probe() {
    ImageDecoder.probe(file);
  }

  @Override
  public PixelClip read(View view) {
    DecodedImage decoded = ImageDecoder.read(file);
    RgbImage image = decoded.image();
    FitPlan plan = FitPlan.of(view, image.width(), image.height(), 1);
    List<String> changes = new ArrayList<>(decoded.changes());
    changes.add(plan.describe());
    notices.say(
        file.getFileName()
            + ": "
            + image.width()
            + "x"
            + image.height()
            + ", "
            + String.join(", ", changes));
    PixelBuffer pixels = new PixelBuffer(1, view.height(), view.width());
    pixels.put(0, plan.apply(image));
    return pixels.toClip();
  }

  /**
   * Reads the picture at its own size, upright and opaque.
   *
   * @return the pixels
   * @throws org.sdvgen.api.error.InputException if the file cannot be read as a picture
   */
  public RgbImage readWhole() {
    return ImageDecoder.read(file).image();
  }
}
