package org.sdvgen.objectives;

import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.data.View;
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

  /** Which part of the video, in [0, 1]. */
  abstract double position(SampleDraws draws);

  /** Reads a clip of the track's size and length. */
  PixelClip read(Video video, LoadContext context) {
    TrackShape shape = context.shape();
    View view = View.whole(shape.height(), shape.width(), shape.fit());
    return video.read(
        new ClipRequest(view, shape.frames(), shape.framesPerSecond(), position(context.draws())));
  }
}
