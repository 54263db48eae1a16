package org.sdvgen.runtime.media;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.runtime.io.Checksum;

/**
 * A still picture whose encoded bytes lie inside another file, such as a table or an archive; the
 * picture may be a part of the encoded one.
 *
 * @param name names the picture in messages
 * @param origin tells the bytes from others in their place without reading them, such as by the
 *     length of the file that they lie in
 * @param bytes reads the encoded picture, as often as it is asked and on any thread
 * @param part cuts the wanted part out of the decoded picture
 * @param aspectRatio width over height of that part, as far as it is known without decoding
 * @param notices takes a sentence at each reading about the picture and the changes made to it
 */
public record PictureBytes(
    String name,
    String origin,
    Supplier<byte[]> bytes,
    UnaryOperator<RgbImage> part,
    OptionalDouble aspectRatio,
    Notices notices)
    implements Picture {
  /**
   * Reads the wanted part at its own size, upright and opaque.
   *
   * @return the pixels
   * @throws org.sdvgen.api.error.InputException if the bytes are no picture
   */
  public RgbImage readWhole() {
    return decoded().image();
  }

  @Override
  public String describe() {
    RgbImage image = readWhole();
    return String.format(Locale.ROOT, "%s, %dx%d", name, image.width(), image.height());
  }

  @Override
  public String identity(boolean content) {
    String listed = name + ", " + origin;
    return content ? listed + ", " + Checksum.of(bytes.get()) : listed;
  }

  @Override
  public PixelClip read(View view) {
    return decoded().fitted(view, name, notices);
  }

  private DecodedImage decoded() {
    DecodedImage whole = ImageDecoder.read(bytes.get(), name);
    return new DecodedImage(part.apply(whole.image()), whole.changes());
  }
}
