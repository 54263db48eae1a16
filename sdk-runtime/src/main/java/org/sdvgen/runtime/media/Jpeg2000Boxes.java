package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The boxes of a JPEG 2000 file (ISO/IEC 15444-1, annex I), of which FFmpeg reads the samples. */
final class Jpeg2000Boxes {
  /** The method by which the box colr holds an ICC profile. */
  private static final int PROFILE = 2;

  private static final int PROFILE_BEGIN = 3;

  private Jpeg2000Boxes() {}

  static PictureHead of(byte[] file) {
    try {
      return new PictureHead(
          Orientation.NORMAL,
          new ColorTag(
              IsoBox.first(IsoBox.all(ByteBuffer.wrap(file)), "jp2h")
                  .flatMap(header -> IsoBox.first(header.children(0), "colr"))
                  .map(colors -> profile(colors.bytes()))
                  .orElse(null),
              null),
          Optional.empty());
    } catch (IsoBox.CutOffException e) {
      return PictureHead.damaged(PictureHead.CUT_OFF);
    }
  }

  private static byte @Nullable [] profile(ByteBuffer colors) {
    if (colors.limit() < PROFILE_BEGIN || colors.get(0) != PROFILE) {
      return null;
    }
    byte[] icc = new byte[colors.limit() - PROFILE_BEGIN];
    colors.get(PROFILE_BEGIN, icc);
    return icc;
  }
}
