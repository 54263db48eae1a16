package org.sdvgen.testkit;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.runtime.torch.Devices;

/**
 * A whole backbone of a few dozen weights in plain fp32: for tests of everything around a model. It
 * keeps every promise of the contract (samples do not influence one another, unkept reference
 * tokens have no influence, gradients are exact), trains in microseconds, and is linear, so that
 * expected values can be worked out by hand. See {@link FakeDenoiser} for the formula.
 */
public final class FakeBackbone implements Backbone {
  /** Latent channels c. */
  public static final int CHANNELS = 4;

  private static final int TEMPORAL_FACTOR = 4;

  private final NDManager root;
  private final BackboneSpec spec;
  private final FakeParameters parameters;
  private final FakeTextEncoder textEncoder = new FakeTextEncoder();
  private final FakeCodec codec;
  private final FakeNoiseProcess noiseProcess = new FakeNoiseProcess();

  /**
   * A backbone with frozen weights from the configured seed.
   *
   * @param settings its settings
   */
  public FakeBackbone(FakeSettings settings) {
    root = Devices.newManager(Devices.cpu());
    spec = spec(settings);
    parameters = new FakeParameters(root.newSubManager(), settings.weightSeed());
    codec = new FakeCodec(spec.latents(), (float) settings.posteriorDeviation());
  }

  private static BackboneSpec spec(FakeSettings settings) {
    int factor = settings.spatialFactor();
    return new BackboneSpec(
        "fake",
        new LatentGeometry(CHANNELS, factor, TEMPORAL_FACTOR),
        new ShapeRules(factor, TEMPORAL_FACTOR, 17, 4 * factor, 6 * factor, 9, 8),
        FakeTextEncoder.MAX_TOKENS,
        Guidance.CLASSIFIER_FREE,
        new SamplingDefaults(50, 6, false),
        Set.copyOf(settings.references()),
        Optional.of("<cls>"));
  }

  @Override
  public BackboneSpec spec() {
    return spec;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public TextEncoder textEncoder() {
    return textEncoder;
  }

  @Override
  public LatentCodec latentCodec() {
    return codec;
  }

  @Override
  public Denoiser denoiser(Tuning tuning) {
    return new FakeDenoiser(parameters, tuning);
  }

  @Override
  public NoiseProcess noiseProcess() {
    return noiseProcess;
  }

  /** Writes {@code weights.safetensors}, which no fake backbone reads. */
  @Override
  public void save(Path folder, WeightFormat format, Optional<MasterWeights> masters) {
    parameters.save(folder.resolve("weights.safetensors"), format, masters);
  }

  @Override
  public NDManager newScope() {
    return root.newSubManager();
  }

  @Override
  public void close() {
    root.close();
  }
}
