package org.sdvgen.runtime.media;

import java.util.function.Function;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * Turns decoded frames of any pixel format into pictures: colour matrix and range from the frame's
 * tags, chroma interpolated, depth rounded to 8 bits, transparency composited over white. The size
 * stays as it is.
 */
final class FrameConverter implements AutoCloseable {
  private static final int QUALITY =
      swscale.SWS_BICUBIC
          | swscale.SWS_ACCURATE_RND
          | swscale.SWS_FULL_CHR_H_INT
          | swscale.SWS_FULL_CHR_H_INP;
  private static final int UNITY = 1 << 16;

  private final MediaFile file;
  private @Nullable SwsContext context;
  private @Nullable Format format;

  /**
   * Makes a converter.
   *
   * @param file where the frames come from, for messages
   */
  FrameConverter(MediaFile file) {
    this.file = file;
  }

  /**
   * Converts one frame.
   *
   * @throws InputException if its pixel format cannot be converted or its light levels are high
   *     dynamic range
   */
  RgbImage convert(AVFrame frame) {
    if (hasAlpha(frame)) {
      return rgba(frame).overWhite();
    }
    return converted(frame, avutil.AV_PIX_FMT_RGB24, FrameConverter::opaque);
  }

  /**
   * Converts one frame and keeps its transparency.
   *
   * @throws InputException as {@link #convert} does
   */
  RgbaImage rgba(AVFrame frame) {
    boolean alpha = hasAlpha(frame);
    return converted(frame, avutil.AV_PIX_FMT_RGBA, out -> samples(out, alpha));
  }

  private <T> T converted(AVFrame frame, int target, Function<AVFrame, T> result) {
    rejectHighDynamicRange(frame);
    AVFrame out = Ffmpeg.allocated(avutil.av_frame_alloc());
    try {
      out.width(frame.width()).height(frame.height()).format(target);
      Ffmpeg.check(avutil.av_frame_get_buffer(out, 0), file, "a frame cannot be held in memory");
      Ffmpeg.check(
          swscale.sws_scale(
              contextFor(frame, target),
              frame.data(),
              frame.linesize(),
              0,
              frame.height(),
              out.data(),
              out.linesize()),
          file,
          "a frame cannot be converted to RGB");
      return result.apply(out);
    } finally {
      avutil.av_frame_free(out);
    }
  }

  /** Returns whether frames of this format carry transparency. */
  static boolean hasAlpha(AVFrame frame) {
    AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(frame.format());
    return descriptor != null && (descriptor.flags() & avutil.AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  @Override
  public void close() {
    if (context != null) {
      swscale.sws_freeContext(context);
      context = null;
    }
  }

  private void rejectHighDynamicRange(AVFrame frame) {
    int transfer = frame.color_trc();
    if (transfer == avutil.AVCOL_TRC_SMPTE2084 || transfer == avutil.AVCOL_TRC_ARIB_STD_B67) {
      throw new InputException(
          file
              + ": high dynamic range video ("
              + avutil.av_color_transfer_name(transfer).getString()
              + ") would come out with wrong brightness;"
              + " convert it to standard dynamic range first");
    }
  }

  private SwsContext contextFor(AVFrame frame, int target) {
    Format wanted = Format.of(frame, target);
    if (context != null && wanted.equals(format)) {
      return context;
    }
    close();
    SwsContext made =
        swscale.sws_getContext(
            wanted.width,
            wanted.height,
            wanted.pixelFormat,
            wanted.width,
            wanted.height,
            target,
            QUALITY,
            null,
            null,
            (DoublePointer) null);
    if (made == null) {
      throw new InputException(file + ": its pixel format cannot be converted to RGB");
    }
    var matrix = swscale.sws_getCoefficients(wanted.matrix);
    swscale.sws_setColorspaceDetails(
        made, matrix, wanted.fullRange ? 1 : 0, matrix, 1, 0, UNITY, UNITY);
    context = made;
    format = wanted;
    return made;
  }

  private static RgbImage opaque(AVFrame frame) {
    int row = frame.width() * RgbImage.CHANNELS;
    byte[] rgb = new byte[frame.height() * row];
    BytePointer pixels = frame.data(0);
    for (int y = 0; y < frame.height(); y++) {
      pixels.position((long) y * frame.linesize(0)).get(rgb, y * row, row);
    }
    return new RgbImage(frame.width(), frame.height(), rgb);
  }

  private static RgbaImage samples(AVFrame frame, boolean alpha) {
    int row = frame.width() * RgbaImage.CHANNELS;
    byte[] rgba = new byte[frame.height() * row];
    BytePointer pixels = frame.data(0);
    for (int y = 0; y < frame.height(); y++) {
      pixels.position((long) y * frame.linesize(0)).get(rgba, y * row, row);
    }
    return new RgbaImage(frame.width(), frame.height(), rgba, alpha);
  }

  /** The parameters of the conversion; they may change within a file. */
  private record Format(
      int width, int height, int pixelFormat, int target, int matrix, boolean fullRange) {
    static Format of(AVFrame frame, int target) {
      return new Format(
          frame.width(),
          frame.height(),
          frame.format(),
          target,
          ColorMatrix.of(frame.colorspace(), frame.height()),
          frame.color_range() == avutil.AVCOL_RANGE_JPEG);
    }
  }
}
