package org.sdvgen.wan22;

import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.backbone.CheckpointModel;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.PromptRules;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.diffusion.Wan22Process;
import org.sdvgen.wan22.text.PromptCleaner;
import org.sdvgen.wan22.transformer.Transformer;
import org.sdvgen.wan22.transformer.WanAdapters;
import org.sdvgen.wan22.vae.WanAutoencoder;

/** Wan 2.2 in a checkpoint folder, as its settings say. */
final class Wan22Model implements CheckpointModel {
  /** The word that the paper puts before the subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  /** The shape that the model was trained for: 5 seconds of 720p at 24 frames per second. */
  private static final int NATIVE_HEIGHT = 704;

  private static final int NATIVE_WIDTH = 1280;
  private static final int NATIVE_FRAMES = 121;
  private static final double NATIVE_RATE = 24;

  /** As the model's own pipeline samples; like it, a reference is encoded without noise. */
  private static final SamplingDefaults SAMPLING = new SamplingDefaults(50, 5, true);

  private final Wan22Settings settings;
  private final CheckpointFolder folder;
  private final TransformerConfig transformer;
  private final WanAutoencoder autoencoder;
  private final T5Config textEncoder;
  private final Wan22Process process;

  /**
   * Opens a checkpoint and reads all of its configurations.
   *
   * @param settings the settings
   * @throws InputException if it is no Wan 2.2 TI2V checkpoint or a setting is wrong
   */
  Wan22Model(Wan22Settings settings) {
    this.settings = settings;
    folder =
        Wan22Checkpoint.open(settings.model().checkpoint())
            .folder()
            .withVae(settings.model().vae());
    Wan22Checkpoint checkpoint = new Wan22Checkpoint(folder);
    transformer = checkpoint.transformerConfig();
    autoencoder = new WanAutoencoder(checkpoint.vaeConfig());
    textEncoder = checkpoint.textEncoderConfig();
    process = new Wan22Process(checkpoint.schedulerConfig(), settings.trainingSigmas());
  }

  @Override
  public ModelSettings settings() {
    return settings.model();
  }

  @Override
  public CheckpointFolder folder() {
    return folder;
  }

  @Override
  public NetworkDefinition transformer() {
    return Transformer.definition(
        transformer,
        WanAdapters.traits(settings.referencePosition(), settings.comfyuiAdapter()),
        settings.referencePosition());
  }

  @Override
  public WanAutoencoder autoencoder() {
    return autoencoder;
  }

  @Override
  public T5Config textEncoder() {
    return textEncoder;
  }

  @Override
  public PromptRules prompts() {
    return new PromptRules(PromptCleaner::clean, settings.maxSequenceLength(), Padding.MASKED);
  }

  @Override
  public PromptTokenizer openTokenizer() {
    return FastTokenizer.open(folder.tokenizer(), Optional.of(SUBJECT_TOKEN));
  }

  @Override
  public NoiseProcess process() {
    return process;
  }

  @Override
  public BackboneSpec spec(String name) {
    LatentGeometry latents = autoencoder.geometry();
    ShapeRules shapes =
        new ShapeRules(
            latents.spatialFactor() * transformer.patchSize(),
            latents.temporalFactor(),
            NATIVE_FRAMES,
            NATIVE_HEIGHT,
            NATIVE_WIDTH,
            NATIVE_FRAMES,
            NATIVE_RATE);
    return new BackboneSpec(
        name,
        latents,
        shapes,
        settings.maxSequenceLength(),
        Guidance.CLASSIFIER_FREE,
        SAMPLING,
        Set.of(ReferenceMode.TOKENS, ReferenceMode.FIRST_FRAME),
        Optional.of(SUBJECT_TOKEN));
  }
}
