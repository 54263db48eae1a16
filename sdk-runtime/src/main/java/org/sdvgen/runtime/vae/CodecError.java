package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.PixelClip;

/** The reconstruction error of clips: squared errors, first frames apart. */
public final class CodecError {
  /** Values lie in [-1, 1]. */
  private static final double PEAK = 2;

  private double firstSquares;
  private double laterSquares;
  private long firstValues;
  private long laterValues;

  private CodecError() {}

  /**
   * Encodes clips to the means of their posteriors and decodes them.
   *
   * @param scope parent of all arrays, on the codec's device
   * @param codec the codec
   * @param clips at least one clip that fits the codec
   * @return the codec's error
   */
  public static CodecFitter.Fit measure(NDManager scope, LatentCodec codec, List<PixelClip> clips) {
    CodecError error = new CodecError();
    for (PixelClip clip : clips) {
      try (NDManager each = scope.newSubManager()) {
        NDArray pixels = PixelClip.stack(List.of(clip), each);
        error.add(clip, codec.decode(codec.encode(pixels).mean()).toFloatArray());
      }
    }
    return new CodecFitter.Fit(
        codec.geometry(),
        psnr(error.firstSquares, error.firstValues),
        psnr(error.laterSquares, error.laterValues));
  }

  private void add(PixelClip clip, float[] decoded) {
    int plane = clip.height() * clip.width();
    for (int i = 0; i < decoded.length; i++) {
      double difference = (double) decoded[i] - clip.values()[i];
      if (i / plane % clip.frames() == 0) {
        firstSquares += difference * difference;
      } else {
        laterSquares += difference * difference;
      }
    }
    firstValues += (long) clip.channels() * plane;
    laterValues += (long) clip.channels() * plane * (clip.frames() - 1);
  }

  private static double psnr(double squares, long values) {
    return values == 0 ? Double.NaN : 10 * Math.log10(PEAK * PEAK * values / squares);
  }
}
