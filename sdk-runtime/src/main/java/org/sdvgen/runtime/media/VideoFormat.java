package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;
import org.sdvgen.api.error.InputException;

/** The kinds of files that clips are written as; a file's ending picks one. */
enum VideoFormat {
  /** H.264, which every player and browser shows. The LGPL build brings Cisco's encoder. */
  MP4("libopenh264", avutil.AV_PIX_FMT_YUV420P, 1000, Map.of()),

  /** VP9, close to the best that it can do. */
  WEBM("libvpx-vp9", avutil.AV_PIX_FMT_YUV420P, 1000, Map.of("crf", "8", "cpu-used", "4")),

  /** An animation without loss. */
  WEBP("libwebp_anim", avutil.AV_PIX_FMT_RGB32, 1000, Map.of("lossless", "1")),

  /** 256 colours for each frame; times are hundredths of a second, of which players take two. */
  GIF("", avutil.AV_PIX_FMT_NONE, 50, Map.of());

  private static final int LEAST_H264_SIDE = 16;
  private static final long MOST_H264_PIXELS = 3840L * 2160;
  private static final double LEAST_RATE = 0.01;
  private static final int MOST_SIDE = 16_383;

  private final String encoder;
  private final int pixels;
  private final int mostFramesPerSecond;

  @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
  private final Map<String, String> options;

  VideoFormat(String encoder, int pixels, int mostFramesPerSecond, Map<String, String> options) {
    this.encoder = encoder;
    this.pixels = pixels;
    this.mostFramesPerSecond = mostFramesPerSecond;
    this.options = options;
  }

  /**
   * Finds the format that a file's ending asks for.
   *
   * @throws InputException if there is none of that ending
   */
  static VideoFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith("." + format.container()))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    file
                        + ": a video's extension chooses its format: "
                        + Arrays.stream(values())
                            .map(format -> "." + format.container())
                            .collect(Collectors.joining(", "))));
  }

  /** Returns the name of the container, which is the ending, too. */
  String container() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of FFmpeg's encoder. */
  String encoder() {
    return encoder;
  }

  /** Returns the encoder's pixel format, {@code AV_PIX_FMT_...}. */
  int pixels() {
    return pixels;
  }

  /** Returns the encoder's options. */
  Map<String, String> options() {
    return options;
  }

  /**
   * Checks a rate.
   *
   * @throws InputException if the format cannot show frames at that rate
   */
  void requireRate(Path file, double framesPerSecond) {
    if (!(framesPerSecond >= LEAST_RATE && framesPerSecond <= mostFramesPerSecond)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s shows from %s to %d frames per second, not %s",
              file,
              name(),
              LEAST_RATE,
              mostFramesPerSecond,
              framesPerSecond));
    }
  }

  /**
   * Checks one side of the frames.
   *
   * @throws InputException if the format has no frames with such a side
   */
  void requireSide(Path file, int pixelsLong) {
    if (this == MP4 && (pixelsLong % 2 != 0 || pixelsLong < LEAST_H264_SIDE)) {
      throw new InputException(
          file
              + ": H.264 needs an even width and height of at least "
              + LEAST_H264_SIDE
              + ", not "
              + pixelsLong
              + "; take another size or another ending: .webm, .webp, .gif");
    }
    if (pixelsLong < 1 || pixelsLong > MOST_SIDE) {
      throw new InputException(
          file + ": a side has from 1 to " + MOST_SIDE + " pixels, not " + pixelsLong);
    }
  }

  /**
   * Checks the size of the frames.
   *
   * @throws InputException if the format has no frames of that size
   */
  void requireSize(Path file, int width, int height) {
    requireSide(file, width);
    requireSide(file, height);
    if (this == MP4 && (long) width * height > MOST_H264_PIXELS) {
      throw new InputException(
          file + ": H.264 is written up to 3840x2160 pixels, not " + width + "x" + height);
    }
  }
}
