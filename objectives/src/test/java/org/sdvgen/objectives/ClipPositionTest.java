package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.testkit.FakeData;

/** The start of clips in longer videos. */
class ClipPositionTest {
  private static final int SAMPLES = 2000;

  /** The clips that an objective requests of a video, sample by sample. */
  private static List<ClipRequest> requests(ClipStart start) {
    Objective objective =
        new TextToVideoObjective(new TextToVideoSettings(0, 1, start, LatentSampling.MODE));
    List<ClipRequest> requests = new ArrayList<>();
    CaptionedVideo waves = FakeData.video(0);
    CaptionedVideo watched =
        new CaptionedVideo(
            waves.id(),
            request -> {
              requests.add(request);
              return waves.video().read(request);
            },
            waves.caption());
    try (Rig rig = Rig.seeded()) {
      for (int position = 0; position < SAMPLES; position++) {
        rig.load(objective, watched, position);
      }
    }
    return requests;
  }

  @Test
  void randomClipsBeginAnywhere() {
    long[] starts = new long[10];
    requests(ClipStart.RANDOM).forEach(request -> starts[(int) (request.start() * 10)]++);
    Frequencies.assertUniform(starts);
  }

  @Test
  void othersBeginAtTheBeginning() {
    assertEquals(
        Set.of(0.0),
        requests(ClipStart.BEGINNING).stream().map(ClipRequest::start).collect(Collectors.toSet()));
  }

  @Test
  void clipsHaveTheTracksLengthAndRate() {
    for (ClipRequest request : requests(ClipStart.RANDOM)) {
      assertEquals(Rig.FRAMES, request.frames());
      assertEquals(8, request.framesPerSecond());
      assertEquals(Rig.HEIGHT, request.view().height());
      assertEquals(Rig.WIDTH, request.view().width());
    }
  }
}
