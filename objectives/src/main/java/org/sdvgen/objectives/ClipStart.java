package org.sdvgen.objectives;

import java.util.Locale;
import java.util.OptionalDouble;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.random.SampleDraws;

/** Where in its video a clip begins. */
public enum ClipStart {
  /** Anywhere, as long as the video has frames enough behind it. */
  RANDOM {
    @Override
    double position(SampleDraws draws) {
      return draws.uniform(DrawPurposes.CLIP_START);
    }
  },
  /** At the video's first frame. */
  BEGINNING {
    @Override
    double position(SampleDraws draws) {
      return 0;
    }
  };

  /** Containers round times to their clocks; so little is no frame. */
  private static final double ROUNDING_SECONDS = 5e-4;

  /** Which part of the video, in [0, 1]. */
  abstract double position(SampleDraws draws);

  /**
   * Makes sure that a video is long enough for a clip, if its length is known.
   *
   * @throws InputException if it is too short
   */
  static void requireLength(CaptionedVideo sample, TrackShape shape) {
    double last = (shape.frames() - 1) / shape.framesPerSecond();
    OptionalDouble seconds = sample.video().seconds();
    if (seconds.isPresent() && last >= seconds.getAsDouble() - ROUNDING_SECONDS) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: too short: %d frames at %.4g fps need more than %.2f s of video, it has %.2f s",
              sample.id(),
              shape.frames(),
              shape.framesPerSecond(),
              last,
              seconds.getAsDouble()));
    }
  }

  /** Reads a clip of the track's size and length. */
  PixelClip read(Video video, LoadContext context) {
    TrackShape shape = context.shape();
    View view = View.whole(shape.height(), shape.width(), shape.fit());
    return video.read(
        new ClipRequest(view, shape.frames(), shape.framesPerSecond(), position(context.draws())));
  }
}
