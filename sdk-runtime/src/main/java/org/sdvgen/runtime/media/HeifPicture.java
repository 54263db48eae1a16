package org.sdvgen.runtime.media;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * The primary picture of a HEIF or AVIF file, put together as its items say: from a grid of tiles
 * or an overlay, with its alpha picture, cropped, turned and mirrored.
 */
final class HeifPicture {
  /** Pictures are made of pictures at most so deep; a file might make one of itself. */
  private static final int MOST_DEPTH = 6;

  private static final List<String> ALPHA =
      List.of("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1");

  private final MediaFile file;
  private final HeifItems items;

  /**
   * Opens a picture.
   *
   * @param file names it in messages
   * @param bytes its content
   * @throws InputException if it is damaged or cut off
   */
  HeifPicture(MediaFile file, byte[] bytes) {
    this.file = file;
    this.items = HeifItems.of(bytes, file.toString());
  }

  /** Returns the size of the picture as it is shown. */
  ImageSize size() {
    ImageSize size = storedSize(items.primary());
    for (IsoBox property : items.properties(items.primary())) {
      if (property.type().equals("clap")) {
        Cut cut = Cut.of(property.bytes(), size, file);
        size = new ImageSize(cut.width(), cut.height());
      } else if (turning(property).swapsAxes()) {
        size = size.turned(Orientation.QUARTER_TURN);
      }
    }
    return size;
  }

  /**
   * Decodes the picture.
   *
   * @param changes takes phrases about changes
   * @throws InputException if it is damaged, or made in a way that is not known here
   */
  RgbaImage read(List<String> changes) {
    try {
      long primary = items.primary();
      RgbaImage image =
          withAlpha(primary, plain(primary, null, false, 0)).inSrgb(colors(), changes);
      return shown(primary, image, changes);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw refused("its description of the picture is damaged", e);
    }
  }

  private InputException refused(String reason, @Nullable Exception cause) {
    String message = file + ": no picture can be read from this file: " + reason;
    return cause == null ? new InputException(message) : new InputException(message, cause);
  }

  private ImageSize storedSize(long item) {
    ByteBuffer ispe =
        items
            .property(item, "ispe")
            .orElseThrow(() -> refused("the size of its item " + item + " is missing", null))
            .bytes();
    ispe.getInt();
    long width = IsoBox.number(ispe, 4);
    long height = IsoBox.number(ispe, 4);
    PixelLimit.require(file, width, height);
    return new ImageSize((int) width, (int) height);
  }

  /** An item as it is made, before it is cropped and turned. */
  private RgbaImage plain(long item, @Nullable IsoBox outerTag, boolean alpha, int depth) {
    if (depth > MOST_DEPTH) {
      throw refused("its pictures are made of each other without end", null);
    }
    IsoBox tag = nclx(item).orElse(outerTag);
    String type = items.type(item);
    return switch (type) {
      case "grid" -> grid(item, tag, alpha, depth);
      case "iovl" -> overlay(item, tag, alpha, depth);
      case "iden" -> made(items.references(item, "dimg").get(0), tag, alpha, depth);
      case "hvc1", "hev1" -> coded(item, avcodec.AV_CODEC_ID_HEVC, "hvcC", tag, alpha);
      case "av01" -> coded(item, avcodec.AV_CODEC_ID_AV1, "av1C", tag, alpha);
      case "avc1" -> coded(item, avcodec.AV_CODEC_ID_H264, "avcC", tag, alpha);
      case "jpeg" -> coded(item, avcodec.AV_CODEC_ID_MJPEG, "jpgC", tag, alpha);
      default -> throw refused("its picture is of the type " + type + ", which is not known", null);
    };
  }

  /** A part of another picture, with all that is to be done to it. */
  private RgbaImage made(long item, @Nullable IsoBox tag, boolean alpha, int depth) {
    RgbaImage image = plain(item, tag, alpha, depth + 1);
    return shown(item, alpha ? image : withAlpha(item, image), new ArrayList<>());
  }

  private RgbaImage coded(long item, int codec, String setup, @Nullable IsoBox tag, boolean alpha) {
    ImageSize size = storedSize(item);
    byte[] extra = items.property(item, setup).map(box -> array(box.bytes())).orElse(new byte[0]);
    try (FrameConverter converter = new FrameConverter(file)) {
      RgbaImage image =
          new StillDecoder(file, codec, extra)
              .decode(
                  items.content(item),
                  frame -> {
                    mark(frame, tag, alpha);
                    return converter.rgba(frame);
                  });
      boolean larger = image.width() > size.width() || image.height() > size.height();
      return larger ? image.part(0, 0, size.width(), size.height()) : image;
    }
  }

  /** The container's tags go before those of the coded picture. */
  private static void mark(AVFrame frame, @Nullable IsoBox tag, boolean alpha) {
    if (tag != null) {
      ByteBuffer nclx = tag.bytes().position(6);
      nclx.getShort();
      frame.colorspace(nclx.getShort());
      frame.color_range(nclx.get() < 0 ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
    }
    if (alpha) {
      frame.color_range(avutil.AVCOL_RANGE_JPEG);
    }
    StillDecoder.assumeStill(frame);
  }

  private RgbaImage grid(long item, @Nullable IsoBox tag, boolean alpha, int depth) {
    ByteBuffer grid = ByteBuffer.wrap(items.content(item));
    grid.get();
    int bytes = (grid.get() & 1) == 0 ? 2 : 4;
    int rows = (grid.get() & 0xFF) + 1;
    int columns = (grid.get() & 0xFF) + 1;
    Canvas canvas = canvas(IsoBox.number(grid, bytes), IsoBox.number(grid, bytes));
    List<Long> tiles = items.references(item, "dimg");
    if (tiles.size() != rows * columns) {
      throw refused(
          "its grid of " + columns + "x" + rows + " has " + tiles.size() + " tiles", null);
    }
    ImageSize first = storedSize(tiles.get(0));
    boolean transparent = false;
    for (int i = 0; i < tiles.size(); i++) {
      RgbaImage tile = made(tiles.get(i), tag, alpha, depth);
      if (tile.width() != first.width() || tile.height() != first.height()) {
        throw refused("the tiles of its grid are of different sizes", null);
      }
      transparent |= tile.transparent();
      canvas.lay(tile, i % columns * tile.width(), i / columns * tile.height());
    }
    if (first.width() * columns < canvas.width() || first.height() * rows < canvas.height()) {
      throw refused("the tiles of its grid do not cover it", null);
    }
    return canvas.image(transparent);
  }

  private RgbaImage overlay(long item, @Nullable IsoBox tag, boolean alpha, int depth) {
    ByteBuffer overlay = ByteBuffer.wrap(items.content(item));
    overlay.get();
    boolean large = (overlay.get() & 1) != 0;
    byte[] fill = new byte[RgbaImage.CHANNELS];
    for (int c = 0; c < fill.length; c++) {
      fill[c] = RgbaImage.toByte(overlay.getShort() & 0xFFFF);
    }
    int bytes = large ? 4 : 2;
    Canvas canvas = canvas(IsoBox.number(overlay, bytes), IsoBox.number(overlay, bytes));
    canvas.fill(fill);
    for (long part : items.references(item, "dimg")) {
      int left = large ? overlay.getInt() : overlay.getShort();
      int top = large ? overlay.getInt() : overlay.getShort();
      canvas.lay(made(part, tag, alpha, depth), left, top);
    }
    return canvas.image(true);
  }

  private Canvas canvas(long width, long height) {
    PixelLimit.require(file, width, height);
    return new Canvas((int) width, (int) height);
  }

  private RgbaImage withAlpha(long item, RgbaImage image) {
    Optional<Long> alpha = items.referring(item, "auxl").stream().filter(this::isAlpha).findFirst();
    if (alpha.isEmpty()) {
      return image;
    }
    RgbImage plane = plain(alpha.get(), null, true, 0).withoutAlpha();
    if (plane.width() != image.width() || plane.height() != image.height()) {
      Box whole = new Box(0, 0, plane.width(), plane.height());
      plane = Resampler.resample(plane, whole, image.width(), image.height());
    }
    return image.withAlpha(plane, items.references(item, "prem").contains(alpha.get()));
  }

  private boolean isAlpha(long item) {
    return items
        .property(item, "auxC")
        .map(box -> new String(array(box.bytes().position(4)), StandardCharsets.ISO_8859_1))
        .filter(kind -> ALPHA.contains(kind.split("\0", 2)[0]))
        .isPresent();
  }

  /** Crops and turns a picture as its properties say, in their order. */
  private RgbaImage shown(long item, RgbaImage plain, List<String> changes) {
    RgbaImage image = plain;
    for (IsoBox property : items.properties(item)) {
      if (property.type().equals("clap")) {
        Cut cut = Cut.of(property.bytes(), new ImageSize(image.width(), image.height()), file);
        image = image.part(cut.left(), cut.top(), cut.width(), cut.height());
      } else if (turning(property) != Orientation.NORMAL) {
        image = image.oriented(turning(property));
        changes.add(turning(property).description());
      }
    }
    return image;
  }

  private static Orientation turning(IsoBox property) {
    return switch (property.type()) {
      case "irot" -> counterclockwise(property.bytes().get() & 3);
      case "imir" -> (property.bytes().get() & 1) == 0 ? Orientation.FLIPPED : Orientation.MIRRORED;
      default -> Orientation.NORMAL;
    };
  }

  private static Orientation counterclockwise(int quarters) {
    return switch (quarters) {
      case 1 -> Orientation.THREE_QUARTER_TURN;
      case 2 -> Orientation.HALF_TURN;
      case 3 -> Orientation.QUARTER_TURN;
      default -> Orientation.NORMAL;
    };
  }

  private ColorTag colors() {
    long item = items.primary();
    for (IsoBox color : colors(item)) {
      String kind = kind(color);
      if (kind.equals("prof") || kind.equals("rICC")) {
        return new ColorTag(array(color.bytes().position(4)), null);
      }
    }
    Optional<IsoBox> nclx = nclx(item);
    if (nclx.isEmpty()) {
      return ColorTag.NONE;
    }
    ByteBuffer numbers = nclx.get().bytes().position(4);
    RgbSpace space =
        RgbSpace.ofCodePoints(numbers.getShort(), numbers.getShort())
            .orElseThrow(
                () ->
                    refused(
                        "its light levels are of high dynamic range;"
                            + " convert it to standard range first",
                        null));
    return new ColorTag(null, space);
  }

  private List<IsoBox> colors(long item) {
    List<IsoBox> own =
        items.properties(item).stream().filter(box -> box.type().equals("colr")).toList();
    List<Long> parts = items.references(item, "dimg");
    return own.isEmpty() && !parts.isEmpty() && parts.get(0) != item
        ? items.properties(parts.get(0)).stream().filter(box -> box.type().equals("colr")).toList()
        : own;
  }

  private Optional<IsoBox> nclx(long item) {
    return colors(item).stream().filter(box -> kind(box).equals("nclx")).findFirst();
  }

  private static String kind(IsoBox color) {
    byte[] kind = new byte[4];
    color.bytes().get(kind);
    return new String(kind, StandardCharsets.ISO_8859_1);
  }

  private static byte[] array(ByteBuffer rest) {
    byte[] bytes = new byte[rest.remaining()];
    rest.get(bytes);
    return bytes;
  }

  /** The box clap: a part of a picture, by its size and the distance of its middle. */
  private record Cut(int left, int top, int width, int height) {
    static Cut of(ByteBuffer clap, ImageSize whole, MediaFile file) {
      double width = fraction(clap);
      double height = fraction(clap);
      double left = (whole.width() - width) / 2 + fraction(clap);
      double top = (whole.height() - height) / 2 + fraction(clap);
      Cut cut =
          new Cut(
              (int) Math.round(left),
              (int) Math.round(top),
              (int) Math.round(width),
              (int) Math.round(height));
      boolean within =
          cut.left >= 0
              && cut.top >= 0
              && cut.width > 0
              && cut.height > 0
              && cut.width <= whole.width() - cut.left
              && cut.height <= whole.height() - cut.top;
      if (!within) {
        throw new InputException(file + ": its clean aperture is not within the picture");
      }
      return cut;
    }

    private static double fraction(ByteBuffer clap) {
      return clap.getInt() / (double) (clap.getInt() & 0xFFFFFFFFL);
    }
  }
}
