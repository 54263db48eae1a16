package org.sdvgen.cogvideox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.transformer.CogVideoXAdapters;
import org.sdvgen.cogvideox.transformer.Transformer;
import org.sdvgen.cogvideox.vae.CogVideoXAutoencoder;
import org.sdvgen.runtime.backbone.CheckpointModel;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.PromptRules;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.runtime.text.T5Tokenizer;

/** CogVideoX in a checkpoint folder, as its settings say. */
final class CogVideoXModel implements CheckpointModel {
  /** The word that the paper puts before the subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  /** The model was trained on clips of 8 frames per second. */
  private static final double NATIVE_RATE = 8;

  /** Latent frames that go through the autoencoder together, so that clips have 8N + 1 frames. */
  private static final int LATENT_FRAMES_PER_BATCH = 2;

  /** As in the paper and in the authors' code. */
  private static final SamplingDefaults SAMPLING = new SamplingDefaults(50, 6, false);

  private final CogVideoXSettings settings;
  private final CheckpointFolder folder;
  private final TransformerConfig transformer;
  private final CogVideoXAutoencoder autoencoder;
  private final T5Config textEncoder;
  private final CogVideoXProcess process;

  /**
   * Opens a checkpoint and reads all of its configurations.
   *
   * @param settings the settings
   * @throws InputException if it is no CogVideoX checkpoint or a setting is wrong
   */
  CogVideoXModel(CogVideoXSettings settings) {
    this.settings = settings;
    folder =
        CogVideoXCheckpoint.open(settings.model().checkpoint())
            .folder()
            .withVae(settings.model().vae());
    CogVideoXCheckpoint checkpoint = new CogVideoXCheckpoint(folder);
    transformer = checkpoint.transformerConfig();
    autoencoder = new CogVideoXAutoencoder(checkpoint.vaeConfig());
    textEncoder = checkpoint.textEncoderConfig();
    process = new CogVideoXProcess(checkpoint.schedulerConfig());
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
    Map<String, String> recorded =
        Map.of(
            "rotary", EnumWord.of(settings.rotary()),
            "reference_token", EnumWord.of(settings.referenceToken()),
            "video_start", EnumWord.of(settings.videoStart()));
    return Transformer.definition(
        transformer,
        CogVideoXAdapters.traits(settings.normLora(), recorded),
        settings.rotary(),
        settings.videoStart());
  }

  @Override
  public CogVideoXAutoencoder autoencoder() {
    return autoencoder;
  }

  @Override
  public T5Config textEncoder() {
    return textEncoder;
  }

  /** As in the pipelines there is no mask: padding is attended to like every other token. */
  @Override
  public PromptRules prompts() {
    return new PromptRules(
        UnaryOperator.identity(), transformer.maxTextSeqLength(), Padding.ATTENDED);
  }

  @Override
  public PromptTokenizer openTokenizer() {
    return T5Tokenizer.open(
        folder.tokenizer(),
        settings.referenceToken() == ReferenceToken.SINGLE
            ? Optional.of(SUBJECT_TOKEN)
            : Optional.empty());
  }

  @Override
  public NoiseProcess process() {
    return process;
  }

  @Override
  public BackboneSpec spec(String name) {
    LatentGeometry latents = autoencoder.geometry();
    int spatial = latents.spatialFactor();
    int latentFrameStep = settings.evenLatentFrames() ? 1 : LATENT_FRAMES_PER_BATCH;
    ShapeRules shapes =
        new ShapeRules(
            spatial * transformer.patchSize(),
            latents.temporalFactor() * latentFrameStep,
            transformer.sampleFrames(),
            transformer.sampleHeight() * spatial,
            transformer.sampleWidth() * spatial,
            transformer.sampleFrames(),
            NATIVE_RATE);
    return new BackboneSpec(
        name,
        latents,
        shapes,
        transformer.maxTextSeqLength(),
        Guidance.CLASSIFIER_FREE,
        SAMPLING,
        Set.of(ReferenceMode.TOKENS),
        Optional.of(SUBJECT_TOKEN));
  }
}
