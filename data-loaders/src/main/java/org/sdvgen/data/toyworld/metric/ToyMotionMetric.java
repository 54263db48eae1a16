package org.sdvgen.data.toyworld.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToyMotion;
import org.sdvgen.data.toyworld.ToySubjectVideo;
import org.sdvgen.data.toyworld.metric.Sprites.Place;

/** The displacement of the sprite, and whether it moves as the prompt says. */
public final class ToyMotionMetric extends ToyMetric {
  private static final String ACCURACY = "motion_accuracy";
  private static final String DISPLACEMENT = "displacement";
  private static final String DRIFT = "drift";

  private final double stillShare;

  /**
   * The metric.
   *
   * @param settings its settings
   */
  public ToyMotionMetric(ToyMotionSettings settings) {
    stillShare = settings.stillShare();
  }

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo(
            ACCURACY,
            "",
            "Share of clips that move as the prompt says, or stay still if it says so"),
        new ScoreInfo(DISPLACEMENT, "px", "Way of the subject where the prompt asks for movement"),
        new ScoreInfo(DRIFT, "px", "Way of the subject where the prompt asks for none"));
  }

  @Override
  Map<String, Double> score(ToySubjectVideo sample, PixelClip clip) {
    List<Place> places = Sprites.find(clip).places();
    ToyMotion asked = sample.asked().motion();
    double x = way(places, clip.frames(), Place::x);
    double y = way(places, clip.frames(), Place::y);
    double shorterSide = Math.min(clip.height(), clip.width());
    ToyMotion seen = motion(x, y, stillShare * sample.asked().travel() * shorterSide);
    Map<String, Double> scores = new LinkedHashMap<>();
    // A clip without a sprite does not move, but neither does it show a subject that is still.
    scores.put(ACCURACY, share(seen == asked && !places.isEmpty()));
    scores.put(asked == ToyMotion.STILL ? DRIFT : DISPLACEMENT, Math.hypot(x, y));
    return scores;
  }

  /** Returns the way over the whole clip, by the line that fits the places best. */
  private static double way(List<Place> places, int frames, ToDoubleFunction<Place> coordinate) {
    double meanTime = places.stream().mapToDouble(Place::frame).average().orElse(0);
    double mean = places.stream().mapToDouble(coordinate).average().orElse(0);
    double together = 0;
    double spread = 0;
    for (Place place : places) {
      double time = place.frame() - meanTime;
      together += time * (coordinate.applyAsDouble(place) - mean);
      spread += time * time;
    }
    return spread == 0 ? 0 : together / spread * (frames - 1);
  }

  private static ToyMotion motion(double x, double y, double still) {
    if (Math.hypot(x, y) < still) {
      return ToyMotion.STILL;
    }
    if (Math.abs(x) > Math.abs(y)) {
      return x < 0 ? ToyMotion.LEFT : ToyMotion.RIGHT;
    }
    return y < 0 ? ToyMotion.UP : ToyMotion.DOWN;
  }
}
