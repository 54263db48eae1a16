package org.sdvgen.runtime.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The size of a picture as it is shown.
 *
 * @param width columns, in pixels
 * @param height rows, in pixels
 */
record ImageSize(int width, int height) {
  /**
   * Takes the size from the header of an encoded picture.
   *
   * @param file the whole file
   * @return its size; empty if ImageIO does not know the format
   * @throws IOException if the header is damaged
   */
  static Optional<ImageSize> of(byte[] file) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageSize stored = stored(readers.next(), stream);
      boolean turned = ExifOrientation.of(file).swapsAxes();
      return Optional.of(turned ? stored.turned() : stored);
    }
  }

  private static ImageSize stored(ImageReader reader, ImageInputStream stream) throws IOException {
    try {
      reader.setInput(stream);
      return new ImageSize(reader.getWidth(0), reader.getHeight(0));
    } finally {
      reader.dispose();
    }
  }

  private ImageSize turned() {
    return new ImageSize(/* width= */ height, /* height= */ width);
  }

  /** Returns width over height. */
  double aspectRatio() {
    return (double) width / height;
  }
}
