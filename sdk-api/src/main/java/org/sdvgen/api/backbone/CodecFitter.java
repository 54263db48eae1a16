package org.sdvgen.api.backbone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sdvgen.api.data.PixelClip;

/** Makes the file or folder of a {@link LatentCodec} from clips. */
public interface CodecFitter {
  /**
   * Fits a codec. The same clips give the same result, also if the fit was stopped in between and
   * called again.
   *
   * @param request clips, and where the result goes
   * @return what the codec is like on the clips held out; empty if the fit was stopped before its
   *     end, which the same request goes on from
   * @throws org.sdvgen.api.error.InputException if the clips' size does not fit the codec, or the
   *     result cannot be written
   */
  Optional<Fit> fit(Request request);

  /**
   * What a codec is fitted to.
   *
   * @param clips at least one clip, all of one size and length; read when they are asked for, the
   *     same at every reading
   * @param heldOut at least one clip of the same size and length that the codec is judged by
   * @param output the file or folder to write
   * @param progress is told how far the fit is, on the calling thread
   * @param stopRequested asked often; true ends the fit as soon as it can go on from there later
   */
  record Request(
      List<PixelClip> clips,
      List<PixelClip> heldOut,
      Path output,
      Progress progress,
      BooleanSupplier stopRequested) {
    /** Checks that there are clips. */
    public Request {
      if (clips.isEmpty() || heldOut.isEmpty()) {
        throw new IllegalArgumentException("a fit needs clips, and clips held out");
      }
    }

    /**
     * A request that nobody watches or stops.
     *
     * @param clips what the codec is fitted to
     * @param heldOut what it is judged by
     * @param output the file or folder to write
     * @return the request
     */
    public static Request of(List<PixelClip> clips, List<PixelClip> heldOut, Path output) {
      return new Request(clips, heldOut, output, advance -> {}, () -> false);
    }
  }

  /** Watches a fit. */
  @FunctionalInterface
  interface Progress {
    /**
     * A step is done.
     *
     * @param advance how far the fit is
     */
    void advanced(Advance advance);
  }

  /**
   * How far a fit is.
   *
   * @param done steps so far, those of an earlier call included
   * @param of all steps
   * @param figures of the step by name, such as {@code loss}; may be empty
   */
  record Advance(long done, long of, Map<String, Double> figures) {
    /** Copies the map. */
    public Advance {
      figures = Map.copyOf(figures);
    }
  }

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
