package org.sdvgen.data.toyworld.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToyPattern;
import org.sdvgen.data.toyworld.ToyShape;
import org.sdvgen.data.toyworld.ToySubject;
import org.sdvgen.data.toyworld.ToySubjectVideo;

/** Whether the clip shows the scene and the class that the prompt names. */
public final class ToyPromptMetric extends ToyMetric {
  private static final String SCENE = "scene_accuracy";
  private static final String CLASS = "class_accuracy";

  private final Map<ToyShape, Poses> classes = new EnumMap<>(ToyShape.class);

  /** The metric. */
  public ToyPromptMetric() {
    for (ToyShape shape : ToyShape.SUBJECTS) {
      // Outlines alone are compared, so any appearance will do.
      classes.put(shape, Poses.of(new ToySubject(shape, ToyPattern.RIM, 0, 0, 1)));
    }
  }

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo(SCENE, "", "Share of clips whose background is the prompt's"),
        new ScoreInfo(CLASS, "", "Share of clips whose subject has the outline of its class"));
  }

  @Override
  Map<String, Double> score(ToySubjectVideo sample, PixelClip clip) {
    Sprites sprites = Sprites.find(clip);
    Optional<ToyShape> seen = nearestClass(Portrait.of(sprites));
    boolean sameClass = seen.equals(Optional.of(sample.asked().subject().shape()));
    boolean sameScene = sprites.background() == sample.asked().background();
    return Map.of(SCENE, share(sameScene), CLASS, share(sameClass));
  }

  private Optional<ToyShape> nearestClass(List<Portrait> portraits) {
    if (portraits.isEmpty()) {
      return Optional.empty();
    }
    ToyShape nearest = ToyShape.BALL;
    double largest = 0;
    for (Map.Entry<ToyShape, Poses> entry : classes.entrySet()) {
      double overlap = entry.getValue().overlap(portraits);
      if (overlap > largest) {
        largest = overlap;
        nearest = entry.getKey();
      }
    }
    return Optional.of(nearest);
  }
}
