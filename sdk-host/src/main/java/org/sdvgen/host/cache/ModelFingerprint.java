package org.sdvgen.host.cache;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.TrainingModel;

/**
 * A digest of everything that latents and embeddings depend on besides pixels and prompts. A
 * component is known by what it does: whatever changes it, be it weights, precision or the
 * machine's arithmetic, changes what it makes of a probe. Its settings are added, for the probe is
 * too small to meet all of them.
 */
final class ModelFingerprint {
  /** Another number for another way of keeping entries. */
  private static final String FORMAT = "sdvgen cache 1";

  private static final String PROBE_PROMPT =
      "A probe walks over the sand; 17 words are not needed.";

  /** Side of the probe in latent units. */
  private static final int PROBE_SIDE = 4;

  private final TrainingModel model;
  private final Map<String, String> settings;
  private final KnownProbes known;

  /**
   * The fingerprints of a model.
   *
   * @param model the model without a cache
   * @param settings the settings of backbone and codec as they were written
   * @param known the probes that were made before
   */
  ModelFingerprint(TrainingModel model, Map<String, String> settings, KnownProbes known) {
    this.model = model;
    this.known = known;
    this.settings = new TreeMap<>(settings);
  }

  /** The digest for latents. */
  String codec() {
    try (NDManager scope = model.newScope()) {
      return known.codec(common("latents"), scope.getDevice(), () -> encodedProbe(scope));
    }
  }

  private String encodedProbe(NDManager scope) {
    PixelClip pixels = probe(model.spec().latents());
    LatentDistribution latents = model.encode(PixelClip.stack(List.of(pixels), scope));
    latents.mean().attach(scope);
    latents.std().attach(scope);
    return common("latents").add(latents.mean()).add(latents.std()).hex();
  }

  /** The digest for embeddings. */
  String text() {
    try (NDManager scope = model.newScope()) {
      return known.text(common("text"), scope.getDevice(), () -> embeddedProbe(scope));
    }
  }

  private String embeddedProbe(NDManager scope) {
    ContentDigest digest = common("text");
    model
        .encodeText(scope, List.of(PROBE_PROMPT))
        .arrays()
        .forEach((name, array) -> digest.add(name).add(array));
    return digest.hex();
  }

  private ContentDigest common(String kind) {
    ContentDigest digest = new ContentDigest().add(FORMAT).add(kind).add(model.spec().name());
    settings.forEach((key, value) -> digest.add(key).add(value));
    return digest;
  }

  private static PixelClip probe(LatentGeometry geometry) {
    int frames = geometry.temporalFactor() + 1;
    int side = PROBE_SIDE * geometry.spatialFactor();
    float[] values = new float[3 * frames * side * side];
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return new PixelClip(3, frames, side, side, values);
  }
}
