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
   * Fits a codec. The same clips give the same result, also if the fit was stopped and resumed.
   *
   * @param request clips, and where the result goes
   * @return the codec's geometry and quality on the held-out clips; empty if the fit was stopped
   *     before its end; the same request then resumes it
   * @throws org.sdvgen.api.error.InputException if the clips' size does not fit the codec, or the
   *     result cannot be written
   */
  Optional<Fit> fit(Request request);

  /**
   * The input and output of a fit.
   *
   * @param clips at least one clip, all of one size and length; read on demand, the same at every
   *     reading
   * @param heldOut at least one clip of the same size and length, to measure the quality on
   * @param output the file or folder to write
   * @param progress called with every step, on the calling thread
   * @param stopRequested asked often; true stops the fit at the next point that it can resume from
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
        throw new IllegalArgumentException("a fit needs clips, and held-out clips");
      }
    }

    /**
     * A request without a listener that is never stopped.
     *
     * @param clips clips to fit the codec to
     * @param heldOut clips to measure the quality on
     * @param output the file or folder to write
     * @return the request
     */
    public static Request of(List<PixelClip> clips, List<PixelClip> heldOut, Path output) {
      return new Request(clips, heldOut, output, advance -> {}, () -> false);
    }
  }

  /** Listens to the progress of a fit. */
  @FunctionalInterface
  interface Progress {
    /**
     * Called after every step.
     *
     * @param advance the progress so far
     */
    void advanced(Advance advance);
  }

  /**
   * The progress of a fit.
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
