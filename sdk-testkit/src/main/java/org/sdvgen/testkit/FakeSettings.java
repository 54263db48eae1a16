package org.sdvgen.testkit;

import java.util.List;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.config.Setting;

/**
 * Settings of the fake backbone.
 *
 * @param spatialFactor pixels per latent in height and width
 * @param posteriorDeviation standard deviation of the codec's posterior, the same everywhere
 * @param weightSeed seeds the frozen weights, so that two models differ
 * @param references ways in which the model says that it takes a reference
 */
public record FakeSettings(
    @Setting(doc = "Pixels per latent in height and width", defaultValue = "4") int spatialFactor,
    @Setting(doc = "Standard deviation of the codec's posterior", defaultValue = "0.1")
        double posteriorDeviation,
    @Setting(doc = "Seeds the frozen weights", defaultValue = "1") long weightSeed,
    @Setting(doc = "Ways of giving a reference", defaultValue = "tokens, first_frame")
        List<ReferenceMode> references) {
  /** The values that {@link Setting} documents. */
  public static final FakeSettings DEFAULT =
      new FakeSettings(4, 0.1, 1, List.of(ReferenceMode.TOKENS, ReferenceMode.FIRST_FRAME));

  /** Checks the ranges. */
  public FakeSettings {
    if (spatialFactor < 1) {
      throw new IllegalArgumentException("spatial_factor must be at least 1, not " + spatialFactor);
    }
    if (!(posteriorDeviation >= 0)) {
      throw new IllegalArgumentException(
          "posterior_deviation must not be negative: " + posteriorDeviation);
    }
    references = List.copyOf(references);
  }
}
