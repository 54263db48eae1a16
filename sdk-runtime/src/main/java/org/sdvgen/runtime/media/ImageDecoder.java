package org.sdvgen.runtime.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * Decodes still images: what {@link ImageIO} knows (PNG, JPEG, BMP, GIF) through it, everything
 * else (WebP, AVIF, JPEG in CMYK, ...) through FFmpeg. The content decides, not the file's name.
 */
final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * Reads an image at its own size.
   *
   * @throws InputException if the file cannot be read as a picture
   */
  static DecodedImage read(Path file) {
    return throughImageIo(bytes(file)).orElseGet(() -> throughFfmpeg(file));
  }

  /**
   * Reads an image of which only the bytes are there.
   *
   * @param name names it in messages
   * @throws InputException if it cannot be read as a picture
   */
  static DecodedImage read(byte[] bytes, String name) {
    return throughImageIo(bytes).orElseGet(() -> throughTemporaryFile(bytes, name));
  }

  private static Optional<DecodedImage> throughImageIo(byte[] bytes) {
    BufferedImage image = decode(bytes);
    if (image == null) {
      return Optional.empty();
    }
    Orientation orientation = ExifOrientation.of(bytes);
    return Optional.of(
        new DecodedImage(
            BufferedImages.toRgb(image).oriented(orientation),
            changes(image.getColorModel().hasAlpha(), orientation)));
  }

  /** FFmpeg reads files. */
  private static DecodedImage throughTemporaryFile(byte[] bytes, String name) {
    try {
      Path file = Files.createTempFile("sdvgen-picture", "");
      try {
        return throughFfmpeg(Files.write(file, bytes));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | InputException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads no more than the header.
   *
   * @throws InputException if it is not that of a picture
   */
  static void probe(Path file) {
    require(file);
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (readers.hasNext()) {
        requireWidth(readers.next(), stream);
      } else {
        open(file).close();
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Finds out a picture's size without decoding it.
   *
   * @throws InputException if the file is no picture
   */
  static ImageSize size(Path file) {
    try {
      return ImageSize.of(bytes(file)).orElseGet(() -> sizeThroughFfmpeg(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ImageSize sizeThroughFfmpeg(Path file) {
    try (VideoStream stream = open(file)) {
      VideoInfo info = stream.container().info();
      return new ImageSize(info.width(), info.height());
    }
  }

  private static void requireWidth(ImageReader reader, ImageInputStream stream) throws IOException {
    try {
      reader.setInput(stream);
      reader.getWidth(0);
    } finally {
      reader.dispose();
    }
  }

  private static void require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such picture");
    }
  }

  private static byte[] bytes(Path file) {
    require(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns null where ImageIO does not know the format or gives up: FFmpeg has the last word. */
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
    try (VideoStream stream = open(file);
        FrameConverter converter = new FrameConverter(MediaFile.whole(file))) {
      if (!readFirst(stream, frame, file)) {
        throw new InputException(file + ": there is no picture in this file");
      }
      Orientation orientation = stream.container().orientation();
      return new DecodedImage(
          converter.convert(frame).oriented(orientation),
          changes(FrameConverter.hasAlpha(frame), orientation));
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  private static VideoStream open(Path file) {
    try {
      return VideoStream.open(MediaFile.whole(file));
    } catch (InputException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean readFirst(VideoStream stream, AVFrame frame, Path file) {
    try {
      return stream.read(frame);
    } catch (InputException e) {
      throw unreadable(file, e);
    }
  }

  /** FFmpeg's own reasons speak of streams and videos: they stay in the cause. */
  private static InputException unreadable(Object name, Exception cause) {
    return new InputException(
        name + ": no picture can be read from this file: it is damaged or of an unknown format",
        cause);
  }

  private static List<String> changes(boolean alpha, Orientation orientation) {
    List<String> changes = new ArrayList<>();
    if (alpha) {
      changes.add("transparency composited over white");
    }
    if (orientation != Orientation.NORMAL) {
      changes.add(orientation.description());
    }
    return changes;
  }
}
