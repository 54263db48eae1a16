package org.sdvgen.wan22.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.stream.LongStream;
import org.sdvgen.runtime.denoiser.TokenGrid;

/**
 * The timesteps of a sequence. Few tokens have one of their own: it is embedded once for the whole
 * reference, which is clean, and once for the video or for each of its frames; every token then
 * takes the row that is its.
 */
final class TimestepRows {
  private TimestepRows() {}

  /**
   * Checks that timesteps are one per sample, frame or token.
   *
   * @param timesteps their shape
   * @param video the video's tokens
   * @throws IllegalArgumentException if they are not
   */
  static void check(Shape timesteps, TokenGrid video) {
    boolean perSample = timesteps.dimension() == 1;
    boolean finer =
        timesteps.dimension() == 2
            && (timesteps.get(1) == video.frames() || timesteps.get(1) == tokens(video));
    if (!perSample && !finer) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "timesteps must be (B), (B, %d) per frame or (B, %d) per token, not %s",
              video.frames(),
              tokens(video),
              timesteps));
    }
  }

  private static long tokens(TokenGrid video) {
    return (long) video.frames() * video.rows() * video.columns();
  }

  /**
   * The timesteps that are embedded.
   *
   * @param scope owns new ones
   * @param timesteps (B), (B, f) or (B, n)
   * @param referenceTokens N
   * @return (B, S): 0 for the reference, if there is one, then the video's
   */
  static NDArray rows(NDManager scope, NDArray timesteps, int referenceTokens) {
    long batch = timesteps.getShape().get(0);
    NDArray video = timesteps.reshape(batch, -1);
    video.attach(scope);
    if (referenceTokens == 0) {
      return video;
    }
    return scope.zeros(new Shape(batch, 1)).concat(video, 1);
  }

  /**
   * Which row every token takes.
   *
   * @param timesteps shape of the input's timesteps
   * @param video the video's tokens
   * @param referenceTokens N
   * @return N + n indices into S
   */
  static long[] ofTokens(Shape timesteps, TokenGrid video, int referenceTokens) {
    long videoRows = timesteps.dimension() == 1 ? 1 : timesteps.get(1);
    long tokensPerRow = tokens(video) / videoRows;
    long first = referenceTokens > 0 ? 1 : 0;
    return LongStream.concat(
            LongStream.generate(() -> 0).limit(referenceTokens),
            LongStream.range(0, tokens(video)).map(token -> first + token / tokensPerRow))
        .toArray();
  }
}
