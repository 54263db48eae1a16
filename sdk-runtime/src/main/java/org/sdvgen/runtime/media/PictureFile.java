package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
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
   * @param notices takes a sentence at each reading about the picture and the changes made to it
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
  public String describe() {
    RgbImage image = readWhole();
    return String.format(
        Locale.ROOT, "%s, %dx%d", file.getFileName(), image.width(), image.height());
  }

  @Override
  public String identity(boolean content) {
    return MediaFile.whole(file).identity(content);
  }

  @Override
  public OptionalDouble aspectRatio() {
    return OptionalDouble.of(ImageDecoder.size(file).aspectRatio());
  }

  @Override
  public PixelClip read(View view) {
    return ImageDecoder.read(file).fitted(view, String.valueOf(file.getFileName()), notices);
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
