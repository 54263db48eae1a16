package org.sdvgen.data.toyworld.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.data.toyworld.ToySubjectVideo;

/** Whether there is a subject at all, and how well it is drawn, whoever it is. */
public final class ToyQualityMetric extends ToyMetric {
  private static final String FOUND = "subject_found";
  private static final String PSNR = "subject_psnr";

  /** Keeps a perfect match finite: 60 dB. */
  private static final double LEAST_ERROR = 1e-6;

  private final int candidates;

  /**
   * The metric.
   *
   * @param settings its settings
   */
  public ToyQualityMetric(ToyLineupSettings settings) {
    candidates = settings.candidates();
  }

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo(FOUND, "", "Share of frames that show anything before the background"),
        new ScoreInfo(
            PSNR,
            "dB",
            String.format(
                Locale.ROOT,
                "Agreement of the subject with the nearest drawing of %d of the prompt's class",
                candidates)));
  }

  @Override
  Map<String, Double> score(ToySubjectVideo sample, PixelClip clip) {
    List<Portrait> portraits = Portrait.of(Sprites.find(clip));
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(FOUND, (double) portraits.size() / clip.frames());
    if (!portraits.isEmpty()) {
      double error =
          sample.lineup(candidates).stream()
              .mapToDouble(subject -> Poses.of(subject).squaredDifference(portraits))
              .min()
              .orElseThrow();
      scores.put(PSNR, -10 * Math.log10(Math.max(error, LEAST_ERROR)));
    }
    return scores;
  }
}
