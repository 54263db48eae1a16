package org.sdvgen.runtime.media;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.IntPointer;
import org.sdvgen.api.error.InputException;

/**
 * A container's crop of the frames, such as the box clap of mp4.
 *
 * @param top rows
 * @param bottom rows
 * @param left columns
 * @param right columns
 */
record FrameCrop(int top, int bottom, int left, int right) {
  /**
   * Reads a container's crop.
   *
   * @throws InputException if nothing of the frames is left, or more than they have
   */
  static FrameCrop of(MediaFile file, AVCodecParameters parameters) {
    Optional<AVPacketSideData> data =
        Ffmpeg.sideData(parameters, avcodec.AV_PKT_DATA_FRAME_CROPPING);
    if (data.isEmpty()) {
      return new FrameCrop(0, 0, 0, 0);
    }
    int[] edges = new int[4];
    new IntPointer(data.get().data()).get(edges);
    FrameCrop crop = new FrameCrop(edges[0], edges[1], edges[2], edges[3]);
    int width = parameters.width() - crop.left - crop.right;
    int height = parameters.height() - crop.top - crop.bottom;
    if (width < 1 || height < 1 || crop.left < 0 || crop.top < 0) {
      throw new InputException(file + ": its clean aperture is not within its frames");
    }
    return crop;
  }

  /** Cuts a stored frame. */
  RgbImage apply(RgbImage frame) {
    boolean whole = top == 0 && bottom == 0 && left == 0 && right == 0;
    return whole
        ? frame
        : frame.part(left, top, frame.width() - left - right, frame.height() - top - bottom);
  }
}
