package org.sdvgen.runtime.media;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/** The YUV matrix of a video: that of its tags, or the one that players assume without tags. */
final class ColorMatrix {
  /** From this many lines on a video counts as high definition and means BT.709; below, BT.601. */
  private static final int HIGH_DEFINITION_LINES = 720;

  private ColorMatrix() {}

  /** Returns the tag ({@code AVCOL_SPC_...}) that a video of that many lines should carry. */
  static int tagFor(int height) {
    return height >= HIGH_DEFINITION_LINES ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M;
  }

  /**
   * Returns swscale's number of a matrix ({@code SWS_CS_...}).
   *
   * @param tag the frame's {@code AVCOL_SPC_...}
   * @param height lines of the frame, decides where the tag says nothing
   */
  static int of(int tag, int height) {
    if (tag == avutil.AVCOL_SPC_UNSPECIFIED) {
      return of(tagFor(height), height);
    }
    if (tag == avutil.AVCOL_SPC_BT709) {
      return swscale.SWS_CS_ITU709;
    }
    if (tag == avutil.AVCOL_SPC_BT2020_NCL || tag == avutil.AVCOL_SPC_BT2020_CL) {
      return swscale.SWS_CS_BT2020;
    }
    return tag == avutil.AVCOL_SPC_SMPTE240M ? swscale.SWS_CS_SMPTE240M : swscale.SWS_CS_ITU601;
  }
}
