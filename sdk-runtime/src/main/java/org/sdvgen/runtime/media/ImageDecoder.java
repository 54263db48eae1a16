package org.sdvgen.runtime.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * Reads still pictures: what {@link ImageIO} knows (PNG, JPEG, BMP, GIF) through it, everything
 * else (WebP, AVIF, JPEG in CMYK, ...) through FFmpeg. The content decides, not the file's name.
 */
final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * Reads a picture at its own size.
   *
   * @throws InputException if the file cannot be read as a picture
   */
  static DecodedImage read(Path file) {
    byte[] bytes = bytes(file);
    BufferedImage image = decode(bytes);
    if (image == null) {
      return throughFfmpeg(file);
    }
    List<String> changes = new ArrayList<>();
    RgbImage picture = BufferedImages.toRgb(image);
    if (image.getColorModel().hasAlpha()) {
      changes.add("transparency composited over white");
    }
    Orientation orientation = ExifOrientation.of(bytes);
    if (orientation != Orientation.NORMAL) {
      changes.add(orientation.description());
    }
    return new DecodedImage(picture.oriented(orientation), changes);
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such picture");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": the picture cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns null where ImageIO does not know the format or gives up: FFmpeg then has its try and
   * the last word.
   */
  private static @Nullable BufferedImage decode(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      // Broken files make some of ImageIO's readers throw unchecked exceptions.
      return null;
    }
  }

  private static DecodedImage throughFfmpeg(Path file) {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (VideoStream stream = VideoStream.open(file);
        FrameConverter converter = new FrameConverter(file)) {
      if (!stream.read(frame)) {
        throw new InputException(file + ": there is no picture in this file");
      }
      List<String> changes = new ArrayList<>();
      if (FrameConverter.hasAlpha(frame)) {
        changes.add("transparency composited over white");
      }
      if (stream.orientation() != Orientation.NORMAL) {
        changes.add(stream.orientation().description());
      }
      return new DecodedImage(converter.convert(frame).oriented(stream.orientation()), changes);
    } finally {
      avutil.av_frame_free(frame);
    }
  }
}
