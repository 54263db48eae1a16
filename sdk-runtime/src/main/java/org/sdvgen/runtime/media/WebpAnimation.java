package org.sdvgen.runtime.media;

import org.bytedeco.ffmpeg.global.avcodec;
import org.sdvgen.api.error.InputException;

/** The pictures of an animated WebP file, of which FFmpeg's decoder reads still ones alone. */
final class WebpAnimation {
  private final MediaFile file;
  private final WebpChunks chunks;

  /**
   * Opens an animation.
   *
   * @param file names it in messages
   * @param bytes its content
   */
  WebpAnimation(MediaFile file, byte[] bytes) {
    this.file = file;
    this.chunks = WebpChunks.of(bytes);
  }

  /**
   * Draws the first picture on its canvas, which is transparent where the picture does not reach.
   *
   * @throws InputException if it is damaged
   */
  RgbaImage first() {
    WebpChunks.Frame frame = chunks.frames().get(0);
    int width = chunks.canvasWidth();
    int height = chunks.canvasHeight();
    PixelLimit.require(file, width, height);
    RgbaImage part = decode(file, frame.still());
    if (frame.left() + part.width() > width || frame.top() + part.height() > height) {
      throw new InputException(file + ": a frame reaches beyond the canvas");
    }
    Canvas canvas = new Canvas(width, height);
    canvas.lay(part, frame.left(), frame.top());
    return canvas.image(true);
  }

  /** Decodes a still WebP file. */
  private static RgbaImage decode(MediaFile file, byte[] still) {
    try (FrameConverter converter = new FrameConverter(file)) {
      return new StillDecoder(file, avcodec.AV_CODEC_ID_WEBP, new byte[0])
          .decode(
              still,
              frame -> {
                StillDecoder.assumeStill(frame);
                return converter.rgba(frame);
              });
    }
  }
}
