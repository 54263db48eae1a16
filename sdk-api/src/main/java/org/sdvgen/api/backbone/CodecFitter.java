package org.sdvgen.api.backbone;

import java.nio.file.Path;
import org.sdvgen.api.data.PixelClip;

/** Makes the file of a {@link LatentCodec} that is computed from clips in one go. */
public interface CodecFitter {
  /**
   * Fits a codec. The same clips give the same file.
   *
   * @param clips clips of one size and length, in an order that is the same at every pass
   * @param file the file to write or replace
   * @return what the codec is like on these clips
   * @throws org.sdvgen.api.error.InputException if the clips' size does not fit the codec, or the
   *     file cannot be written
   */
  Fit fit(Iterable<PixelClip> clips, Path file);

  /**
   * A fitted codec.
   *
   * @param geometry its latents
   * @param firstFramePsnr peak signal-to-noise ratio of clips' first frames after encoding and
   *     decoding, in dB, for values in [-1, 1]
   * @param laterFramesPsnr the same of all other frames; NaN for pictures
   */
  record Fit(LatentGeometry geometry, double firstFramePsnr, double laterFramesPsnr) {}
}
