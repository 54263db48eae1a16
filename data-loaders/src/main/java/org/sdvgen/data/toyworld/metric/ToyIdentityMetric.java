package org.sdvgen.data.toyworld.metric;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToySubject;
import org.sdvgen.data.toyworld.ToySubjectVideo;

/**
 * Whether the clip shows the reference's individual: whether that is the nearest one of a line-up
 * of its class. Only the sprite is compared, so the background does not count.
 */
public final class ToyIdentityMetric extends ToyMetric {
  private static final String TEMPLATE = "identity_template";
  private static final String PALETTE = "identity_palette";

  private final int candidates;

  /**
   * The metric.
   *
   * @param settings its settings
   */
  public ToyIdentityMetric(ToyLineupSettings settings) {
    candidates = settings.candidates();
  }

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo(
            TEMPLATE,
            "",
            String.format(
                Locale.ROOT,
                "Share of clips whose subject looks most like the reference's, of %d of its class",
                candidates)),
        new ScoreInfo(
            PALETTE,
            "",
            String.format(
                Locale.ROOT,
                "Share of clips whose colours are nearest to the reference's, of %d subjects",
                candidates)));
  }

  @Override
  Map<String, Double> score(ToySubjectVideo sample, PixelClip clip) {
    List<Portrait> portraits = Portrait.of(Sprites.find(clip));
    Palette palette = new Palette(portraits);
    if (portraits.isEmpty() || palette.isEmpty()) {
      return Map.of(TEMPLATE, 0.0, PALETTE, 0.0);
    }
    List<ToySubject> lineup = sample.lineup(candidates);
    boolean byTemplate =
        firstIsNearest(lineup, subject -> Poses.of(subject).squaredDifference(portraits));
    return Map.of(
        TEMPLATE, share(byTemplate), PALETTE, share(firstIsNearest(lineup, palette::distance)));
  }

  private static boolean firstIsNearest(
      List<ToySubject> lineup, ToDoubleFunction<ToySubject> distance) {
    double first = distance.applyAsDouble(lineup.get(0));
    return lineup.stream().skip(1).allMatch(other -> distance.applyAsDouble(other) > first);
  }
}
