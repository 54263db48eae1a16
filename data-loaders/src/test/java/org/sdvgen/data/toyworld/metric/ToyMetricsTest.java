package org.sdvgen.data.toyworld.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.metric.EvaluatedClip;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToyMotion;
import org.sdvgen.data.toyworld.ToyRenderer;
import org.sdvgen.data.toyworld.ToyScene;
import org.sdvgen.data.toyworld.ToySplit;
import org.sdvgen.data.toyworld.ToySubjectVideo;
import org.sdvgen.data.toyworld.ToyWorld;

/** Right clips score high, wrong ones low, each score for what it is about. */
class ToyMetricsTest {
  private static final View VIEW = View.whole(48, 48, Fit.COVER);
  private static final ClipRequest SHAPE = new ClipRequest(VIEW, 9, 8, 0);
  private static final ToyWorld WORLD = new ToyWorld(7, ToySplit.UNSEEN, 1000);
  private static final List<ToySubjectVideo> SAMPLES =
      LongStream.range(0, 32).mapToObj(WORLD::subjectVideo).toList();
  private static final float[] DARKEST_SNOW = {0.6f, 0.7f, 0.84f};
  private static final List<Metric> METRICS =
      List.of(
          new ToyMotionMetric(new ToyMotionSettings(0.25)),
          new ToyPromptMetric(),
          new ToyIdentityMetric(new ToyLineupSettings(16)),
          new ToyCopyingMetric(),
          new ToyQualityMetric(new ToyLineupSettings(16)));

  @Test
  void theTruthScoresNearTheTopAndAnUnrelatedClipNearChance() {
    Map<String, Double> ceiling = mean((metric, sample) -> metric.ceiling(sample, SHAPE));
    Map<String, Double> chance = mean((metric, sample) -> metric.chance(sample, SHAPE));
    assertLevels(ceiling, chance, "motion_accuracy", 1, 0.2);
    assertLevels(ceiling, chance, "scene_accuracy", 1, 0.2);
    assertLevels(ceiling, chance, "class_accuracy", 1, 1 / 6.0);
    assertLevels(ceiling, chance, "identity_template", 1, 1 / 16.0);
    assertLevels(ceiling, chance, "identity_palette", 1, 1 / 16.0);
    assertEquals(0.32 * 48, of(ceiling, "displacement"), 1.5);
    assertEquals(0, of(ceiling, "drift"), 0.01);
    assertEquals(1, of(ceiling, "subject_found"), 1e-9);
    assertTrue(of(ceiling, "subject_psnr") > of(chance, "subject_psnr") + 4);
    assertTrue(of(ceiling, "layout_distance") > 4);
  }

  @Test
  void theCodecsBlurDoesNotMatter() {
    Map<String, Double> blurred = scores(sample -> blur(draw(sample.asked())));
    assertTrue(of(blurred, "motion_accuracy") > 0.95, blurred.toString());
    assertTrue(of(blurred, "scene_accuracy") > 0.95, blurred.toString());
    assertTrue(of(blurred, "class_accuracy") > 0.85, blurred.toString());
    assertTrue(of(blurred, "identity_template") > 0.9, blurred.toString());
    assertTrue(of(blurred, "identity_palette") > 0.85, blurred.toString());
  }

  @Test
  void aStillClipIsStill() {
    Map<String, Double> still = scores(sample -> draw(with(sample.asked(), ToyMotion.STILL)));
    assertEquals(0, of(still, "displacement"), 0.01);
    double stillAsked = SAMPLES.stream().filter(s -> s.asked().motion() == ToyMotion.STILL).count();
    assertEquals(stillAsked / SAMPLES.size(), of(still, "motion_accuracy"), 1e-9);
    assertEquals(1, of(still, "identity_palette"), 0.1);
  }

  @Test
  void aCopiedLayoutIsFound() {
    Map<String, Double> copied = scores(sample -> draw(sample.shown()));
    assertEquals(0, of(copied, "layout_distance"), 0.01);
    assertEquals(0, of(copied, "scene_accuracy"), 1e-9);
    assertTrue(of(copied, "identity_template") > 0.9, copied.toString());
  }

  @Test
  void anEmptySceneHasNoSubject() {
    Map<String, Double> scores = scores(sample -> empty());
    assertEquals(0, of(scores, "subject_found"), 1e-9);
    assertEquals(0, of(scores, "motion_accuracy"), 1e-9);
    assertEquals(0, of(scores, "identity_template"), 1e-9);
    assertFalse(scores.containsKey("layout_distance"), scores.toString());
  }

  @Test
  void everyScoreIsDescribedOnce() {
    List<String> names =
        METRICS.stream().flatMap(metric -> metric.scores().stream()).map(ScoreInfo::name).toList();
    assertEquals(names.size(), names.stream().distinct().count());
    assertTrue(names.containsAll(scores(sample -> draw(sample.asked())).keySet()));
  }

  private static void assertLevels(
      Map<String, Double> ceiling,
      Map<String, Double> chance,
      String name,
      double top,
      double low) {
    assertEquals(top, of(ceiling, name), 0.07, name + " of the truth");
    assertEquals(low, of(chance, name), 0.15, name + " of unrelated clips");
  }

  private static double of(Map<String, Double> means, String score) {
    return Objects.requireNonNull(means.get(score), score);
  }

  private static PixelClip draw(ToyScene scene) {
    return ToyRenderer.draw(scene, VIEW, 9);
  }

  private static ToyScene with(ToyScene scene, ToyMotion motion) {
    return new ToyScene(
        scene.subject(),
        scene.background(),
        motion,
        scene.radius(),
        scene.turn(),
        scene.mirrored(),
        scene.middleX(),
        scene.middleY(),
        scene.travel(),
        scene.groundX(),
        scene.groundY());
  }

  /** Snow and nothing else. */
  private static PixelClip empty() {
    int plane = 9 * 48 * 48;
    float[] values = new float[3 * plane];
    for (int at = 0; at < values.length; at++) {
      values[at] = DARKEST_SNOW[at / plane];
    }
    return new PixelClip(3, 9, 48, 48, values);
  }

  /** A mean over 3x3 pixels. */
  private static PixelClip blur(PixelClip clip) {
    float[] values = clip.values().clone();
    int width = clip.width();
    int height = clip.height();
    for (int at = 0; at < values.length; at++) {
      int x = at % width;
      int y = at / width % height;
      float sum = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int row = Math.max(0, Math.min(height - 1, y + dy));
          int column = Math.max(0, Math.min(width - 1, x + dx));
          sum += clip.values()[at + (row - y) * width + column - x];
        }
      }
      values[at] = sum / 9;
    }
    return new PixelClip(3, clip.frames(), height, width, values);
  }

  private static Map<String, Double> scores(Function<ToySubjectVideo, PixelClip> clips) {
    return mean(
        (metric, sample) ->
            metric.score(new EvaluatedClip(sample, Optional.empty(), clips.apply(sample), 8)));
  }

  /** Averages every score over the samples that it counts for. */
  private static Map<String, Double> mean(Scoring scoring) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (ToySubjectVideo sample : SAMPLES) {
      for (Metric metric : METRICS) {
        scoring
            .score(metric, sample)
            .forEach(
                (name, value) -> {
                  double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
                  sum[0] += value;
                  sum[1]++;
                });
      }
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }

  private interface Scoring {
    Map<String, Double> score(Metric metric, ToySubjectVideo sample);
  }
}
