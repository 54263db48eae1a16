package org.sdvgen.runtime.media;

/** Transparency, which video models do not know: it is composited over white. */
final class Alpha {
  private static final int OPAQUE = 255;

  private Alpha() {}

  /**
   * Lays one sample over white.
   *
   * @param sample 0..255, not premultiplied
   * @param alpha 0 transparent .. 255 opaque
   */
  static byte overWhite(int sample, int alpha) {
    return (byte) ((sample * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
  }
}
