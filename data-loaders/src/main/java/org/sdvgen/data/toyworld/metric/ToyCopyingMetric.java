package org.sdvgen.data.toyworld.metric;

import java.util.List;
import java.util.Map;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToySubjectVideo;
import org.sdvgen.data.toyworld.metric.Sprites.Place;

/**
 * Whether the clip repeats the reference's layout: identity is worth little where the picture is
 * only pasted into the clip.
 */
public final class ToyCopyingMetric extends ToyMetric {
  private static final String LAYOUT = "layout_distance";

  /** The metric. */
  public ToyCopyingMetric() {}

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo(
            LAYOUT,
            "px",
            "Distance from the subject's place in the reference to the nearest of the clip's; near"
                + " 0 the layout is copied"));
  }

  @Override
  Map<String, Double> score(ToySubjectVideo sample, PixelClip clip) {
    View view = View.whole(clip.height(), clip.width(), Fit.COVER);
    List<Place> shown = Sprites.find(sample.reference().read(view)).places();
    List<Place> places = Sprites.find(clip).places();
    if (shown.isEmpty() || places.isEmpty()) {
      return Map.of();
    }
    double nearest =
        places.stream().mapToDouble(place -> place.distance(shown.get(0))).min().orElseThrow();
    return Map.of(LAYOUT, nearest);
  }
}
