package org.sdvgen.runtime.media;

import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.sdvgen.api.error.InputException;

/**
 * Decodes still images: PNG, JPEG, BMP and TIFF through {@link ImageIO}, everything else (WebP,
 * GIF, HEIF, AVIF, ...) through FFmpeg. The content decides, not the file's name. Everything that
 * belongs to the picture beside its samples is done here for all of them: turning, the space of the
 * colours, transparency, refusal of files that are damaged or too large.
 */
final class ImageDecoder {
  private static final long MOST_BYTES = 1 << 30;

  /**
   * Files of one picture whose decoders in FFmpeg report that data are missing, and whose levels
   * are those of sRGB. Others leave missing parts black, or hold linear or logarithmic light.
   */
  private static final Set<Integer> KNOWN_TO_FFMPEG =
      Set.of(
          avcodec.AV_CODEC_ID_WEBP,
          avcodec.AV_CODEC_ID_MJPEG,
          avcodec.AV_CODEC_ID_JPEG2000,
          avcodec.AV_CODEC_ID_PBM,
          avcodec.AV_CODEC_ID_PGM,
          avcodec.AV_CODEC_ID_PPM,
          avcodec.AV_CODEC_ID_PAM,
          avcodec.AV_CODEC_ID_SGI);

  private final Optional<Path> path;
  private final byte[] bytes;
  private final String name;
  private final PictureHead head;
  private final List<String> changes = new ArrayList<>();

  private ImageDecoder(Optional<Path> path, byte[] bytes, String name) {
    this.path = path;
    this.bytes = bytes;
    this.name = name;
    this.head = PictureHead.of(bytes);
    head.fault()
        .ifPresent(
            fault -> {
              throw new InputException(name + ": no picture can be read from this file: " + fault);
            });
  }

  /**
   * Reads an image at its own size.
   *
   * @throws InputException if the file cannot be read as a picture
   */
  static DecodedImage read(Path file) {
    return new ImageDecoder(Optional.of(file), bytes(file), file.toString()).decoded();
  }

  /**
   * Reads an image of which only the bytes are there.
   *
   * @param name names it in messages
   * @throws InputException if it cannot be read as a picture
   */
  static DecodedImage read(byte[] bytes, String name) {
    return new ImageDecoder(Optional.empty(), bytes, name).decoded();
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
      // Formats that ImageIO does not know are rarer and smaller: it may be read as a whole.
      ImageSize size = readers.hasNext() ? size(readers.next(), stream) : size(file);
      PixelLimit.require(file, size.width(), size.height());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ImageSize size(ImageReader reader, ImageInputStream stream) throws IOException {
    try {
      reader.setInput(stream, true, true);
      return new ImageSize(reader.getWidth(0), reader.getHeight(0));
    } finally {
      reader.dispose();
    }
  }

  /**
   * Finds out a picture's size without decoding it.
   *
   * @throws InputException if the file is no picture, or one that is damaged or too large
   */
  static ImageSize size(Path file) {
    return new ImageDecoder(Optional.of(file), bytes(file), file.toString()).size();
  }

  private ImageSize size() {
    if (HeifItems.begin(bytes)) {
      return new HeifPicture(MediaFile.named(name, Path.of("")), bytes).size();
    }
    ImageSize stored = storedSize();
    PixelLimit.require(name, stored.width(), stored.height());
    return stored.turned(head.orientation());
  }

  private ImageSize storedSize() {
    if (WebpChunks.begin(bytes)) {
      List<WebpChunks.Frame> frames = WebpChunks.of(bytes).frames();
      if (!frames.isEmpty()) {
        WebpChunks webp = WebpChunks.of(bytes);
        return new ImageSize(webp.canvasWidth(), webp.canvasHeight());
      }
    }
    return withReader(reader -> new ImageSize(reader.getWidth(0), reader.getHeight(0)))
        .orElseGet(() -> inFile(ImageDecoder::sizeThroughFfmpeg));
  }

  private DecodedImage decoded() {
    size();
    RgbaImage image = samples();
    if (image.isTransparent()) {
      changes.add("transparency composited over white");
    }
    if (head.orientation() != Orientation.NORMAL) {
      changes.add(head.orientation().description());
    }
    return new DecodedImage(image.overWhite().oriented(head.orientation()), changes);
  }

  private RgbaImage samples() {
    if (HeifItems.begin(bytes)) {
      return new HeifPicture(MediaFile.named(name, Path.of("")), bytes).read(changes);
    }
    if (WebpChunks.begin(bytes)) {
      List<WebpChunks.Frame> frames = WebpChunks.of(bytes).frames();
      if (!frames.isEmpty()) {
        changes.add("the first of " + frames.size() + " frames");
        return new WebpAnimation(MediaFile.named(name, Path.of("")), bytes)
            .first()
            .inSrgb(head.colors(), changes);
      }
    }
    return withReader(this::throughImageIo).orElseGet(() -> inFile(this::throughFfmpeg));
  }

  private RgbaImage throughImageIo(ImageReader reader) throws IOException {
    DamageListener damage = new DamageListener();
    reader.addIIOReadWarningListener(damage);
    RgbaImage image;
    JpegSegments jpeg = JpegSegments.begin(bytes) ? JpegSegments.of(bytes) : null;
    if (jpeg != null && jpeg.components() == RgbaImage.CHANNELS) {
      image = JpegInks.read(reader, jpeg, head.colors(), changes);
    } else {
      ImageReadParam param = jpeg == null ? reader.getDefaultReadParam() : asStored(reader);
      image = BufferedImages.toRgba(reader.read(0, param), head.colors(), changes);
    }
    if (damage.found()) {
      throw new IOException(damage.words());
    }
    return image;
  }

  /** ImageIO's JPEG reader would bring colours to sRGB by its own, coarser way. */
  private static ImageReadParam asStored(ImageReader reader) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    while (types.hasNext()) {
      ImageTypeSpecifier type = types.next();
      ColorModel model = type.getColorModel();
      if (model.getNumComponents() == RgbImage.CHANNELS && !model.getColorSpace().isCS_sRGB()) {
        param.setDestinationType(type);
      }
    }
    return param;
  }

  /** An attempt with one of ImageIO's readers. */
  @FunctionalInterface
  private interface Reading<T> {
    T with(ImageReader reader) throws IOException;
  }

  private <T> Optional<T> withReader(Reading<T> reading) {
    if (!isForImageIo()) {
      return Optional.empty();
    }
    try (ImageInputStream stream =
        ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return Optional.of(reading.with(reader));
      } finally {
        reader.dispose();
      }
    } catch (InputException e) {
      throw e;
    } catch (BufferedImages.UnsupportedSamplesException e) {
      throw new InputException(
          name + ": its samples are signed or floating numbers; save it with 8 or 16 bits", e);
    } catch (IOException | RuntimeException e) {
      // Broken files make some of ImageIO's readers throw unchecked exceptions.
      throw unreadable(name, e);
    }
  }

  /** GIF is left to FFmpeg, which knows its screen; so are JPEG's rare processes. */
  private boolean isForImageIo() {
    return JpegSegments.begin(bytes)
        ? JpegSegments.of(bytes).isCommon()
        : !PictureHead.isGif(bytes);
  }

  /** FFmpeg reads files; some formats it knows by their ending alone. */
  private <T> T inFile(Function<MediaFile, T> reading) {
    if (path.isPresent()) {
      return reading.apply(MediaFile.named(name, path.get()));
    }
    try {
      Path file = Files.createTempFile("sdvgen-picture", "");
      try {
        return reading.apply(MediaFile.named(name, Files.write(file, bytes)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static ImageSize sizeThroughFfmpeg(MediaFile file) {
    try (VideoPackets packets = open(file)) {
      int codec = packets.parameters().codec_id();
      if (packets.isLonePicture() && !KNOWN_TO_FFMPEG.contains(codec)) {
        throw new InputException(
            file
                + ": no picture can be read from this file: nothing tells whether "
                + avcodec.avcodec_get_name(codec).getString()
                + " is whole and what its levels mean; convert it to PNG");
      }
      return new ImageSize(packets.parameters().width(), packets.parameters().height());
    }
  }

  private static VideoPackets open(MediaFile file) {
    try {
      return VideoPackets.openOfAnySize(file);
    } catch (InputException e) {
      throw unreadable(file, e);
    }
  }

  private RgbaImage throughFfmpeg(MediaFile file) {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (FrameConverter converter = new FrameConverter(file)) {
      readFirst(file, frame);
      StillDecoder.assumeStill(frame);
      byte[] icc = StillDecoder.iccProfile(frame);
      ColorTag tag = icc == null ? head.colors() : new ColorTag(icc, null);
      return converter.rgba(frame).inSrgb(tag, changes);
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /** FFmpeg's own reasons speak of streams and videos: they stay in the cause. */
  private static void readFirst(MediaFile file, AVFrame frame) {
    try (VideoStream stream = VideoStream.openStrictly(file)) {
      if (!stream.read(frame)) {
        throw new InputException(file + ": there is no picture in this file");
      }
    } catch (InputException e) {
      throw unreadable(file, e);
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
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + ": no picture of more than 1 GB can be read");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputException unreadable(Object name, Exception cause) {
    return new InputException(
        name + ": no picture can be read from this file: it is damaged or of an unknown format",
        cause);
  }
}
