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

/** The start of a clip in its video. */
public enum ClipStart {
  /** At random, where the video has enough frames left. */
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

  /** Containers round times to their clocks; this is less than a frame. */
  private static final double ROUNDING_SECONDS = 5e-4;

  /** The start of the clip, as a part of the video in [0, 1]. */
  abstract double position(SampleDraws draws);

  /**
   * Checks that a video is long enough for a clip, if its length is known.
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
