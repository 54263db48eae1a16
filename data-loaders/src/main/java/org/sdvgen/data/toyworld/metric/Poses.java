package org.sdvgen.data.toyworld.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.data.toyworld.ToyBackground;
import org.sdvgen.data.toyworld.ToyMotion;
import org.sdvgen.data.toyworld.ToyRenderer;
import org.sdvgen.data.toyworld.ToyScene;
import org.sdvgen.data.toyworld.ToySubject;
import org.sdvgen.data.toyworld.ToyWorld;

/** Portraits of one subject in all poses that the world has, drawn and cut out like any clip. */
final class Poses {
  private static final int TURNS = 5;
  private static final View VIEW = View.whole(32, 32, Fit.COVER);
  private static final double RADIUS = 0.26;

  private final List<Portrait> portraits;

  private Poses(List<Portrait> portraits) {
    this.portraits = portraits;
  }

  /** Draws a subject in all poses. */
  static Poses of(ToySubject subject) {
    List<Portrait> portraits = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      double turn = ToyWorld.MOST_TURN * (2.0 * i / (TURNS - 1) - 1);
      for (boolean mirrored : new boolean[] {false, true}) {
        ToyScene scene = scene(subject, turn, mirrored);
        portraits.addAll(
            Portrait.of(Sprites.before(scene.background(), ToyRenderer.draw(scene, VIEW, 1))));
      }
    }
    return new Poses(portraits);
  }

  private static ToyScene scene(ToySubject subject, double turn, boolean mirrored) {
    return new ToyScene(
        subject, ToyBackground.NIGHT, ToyMotion.STILL, RADIUS, turn, mirrored, 0, 0, 0, 0, 0);
  }

  /** Returns the largest agreement of outlines with any pose, averaged over a clip's portraits. */
  double overlap(List<Portrait> clip) {
    return mean(clip, portrait -> best(portrait::overlap, true));
  }

  /** Returns the least squared difference from any pose, averaged over a clip's portraits. */
  double squaredDifference(List<Portrait> clip) {
    return mean(clip, portrait -> best(portrait::squaredDifference, false));
  }

  private double best(ToDoubleFunction<Portrait> comparison, boolean largest) {
    double sign = largest ? -1 : 1;
    return sign
        * portraits.stream()
            .mapToDouble(pose -> sign * comparison.applyAsDouble(pose))
            .min()
            .orElseThrow();
  }

  private static double mean(List<Portrait> clip, ToDoubleFunction<Portrait> score) {
    return clip.stream().mapToDouble(score).average().orElseThrow();
  }
}
