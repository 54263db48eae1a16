package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;

/** Videos that are too short are found before the first step. */
class ClipStartTest {
  private static final TrackShape SHAPE = new TrackShape(8, 8, 17, 8, Fit.COVER);

  @Test
  void aVideoMustReachTheLastFramesTime() {
    for (Objective objective :
        new Objective[] {
          new MotionObjective(
              new MotionSettings(
                  0.5,
                  TokenDropSampling.FIXED,
                  1,
                  ClipStart.RANDOM,
                  LatentSampling.SAMPLE,
                  LatentSampling.SAMPLE)),
          new TextToVideoObjective(
              new TextToVideoSettings(0, 1, ClipStart.BEGINNING, LatentSampling.SAMPLE))
        }) {
      objective.check(video(OptionalDouble.of(2.125)), SHAPE);
      objective.check(video(OptionalDouble.of(2.001)), SHAPE);
      objective.check(video(OptionalDouble.empty()), SHAPE);
      InputException error =
          assertThrows(
              InputException.class, () -> objective.check(video(OptionalDouble.of(2)), SHAPE));
      assertEquals(
          "wave.mp4: too short: 17 frames at 8.000 fps need more than 2.00 s of video, it has 2.00"
              + " s",
          error.getMessage());
    }
  }

  private static CaptionedVideo video(OptionalDouble seconds) {
    Video video =
        new Video() {
          @Override
          public PixelClip read(ClipRequest request) {
            throw new AssertionError("the file is not to be opened");
          }

          @Override
          public OptionalDouble seconds() {
            return seconds;
          }
        };
    return new CaptionedVideo("wave.mp4", video, "a wave");
  }
}
