package org.sdvgen.cogvideox;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.text.CogVideoXTextEncoder;
import org.sdvgen.cogvideox.text.T5Tokenizer;
import org.sdvgen.cogvideox.transformer.CogVideoXDenoiser;
import org.sdvgen.cogvideox.transformer.TransformerSettings;
import org.sdvgen.cogvideox.vae.CausalVae;
import org.sdvgen.cogvideox.vae.CogVideoXCodec;
import org.sdvgen.cogvideox.vae.CogVideoXTiling;
import org.sdvgen.runtime.backbone.CheckpointBackbone;
import org.sdvgen.runtime.backbone.CheckpointOutline;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;

/** Loads a checkpoint as its settings say. */
final class BackboneLoader {
  /** The word that the paper puts before the subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  /** The model was trained on clips of 8 frames per second. */
  private static final double NATIVE_RATE = 8;

  /** Latent frames that go through the autoencoder together, so that clips have 8N + 1 frames. */
  private static final int LATENT_FRAMES_PER_BATCH = 2;

  /** As in the paper and in the authors' code. */
  private static final SamplingDefaults SAMPLING = new SamplingDefaults(50, 6, false);

  private final CogVideoXConfig config;
  private final Precision precision;
  private final CogVideoXCheckpoint checkpoint;
  private final CheckpointTables tables;
  private final CogVideoXProcess process;

  /**
   * Opens a checkpoint and reads all of its configurations, so that none is found to be wrong after
   * minutes of reading weights.
   *
   * @param config the settings
   * @throws InputException if it is no CogVideoX checkpoint or a setting is wrong
   */
  BackboneLoader(CogVideoXConfig config) {
    this.config = config;
    precision = config.dtype();
    checkpoint = CogVideoXCheckpoint.open(config.checkpoint()).withVae(config.vae());
    tables = checkpoint.tables();
    process = new CogVideoXProcess(checkpoint.schedulerConfig());
  }

  /**
   * Loads everything.
   *
   * @param name the name that configurations choose the backbone by
   * @return the backbone; the caller closes it
   * @throws InputException if a file is missing, damaged or of another model
   */
  Backbone load(String name) {
    config
        .randomWeightsSeed()
        .ifPresent(seed -> new RandomCheckpoint(checkpoint.folder(), seed).write(tables));
    tables.check(checkpoint.folder());
    Resources owned = new Resources();
    try {
      PromptTokenizer tokenizer = owned.add(tokenizer());
      NDManager manager = owned.add(Devices.newManager(Devices.of(config.device())));
      CogVideoXCodec codec = owned.add(codec(manager));
      CogVideoXTextEncoder text = owned.add(textEncoder(manager, tokenizer));
      NetworkDenoiser denoiser =
          owned.add(CogVideoXDenoiser.load(manager, checkpoint, transformerSettings()));
      return new CheckpointBackbone(
          new CheckpointBackbone.Parts(
              manager, checkpoint.folder(), spec(name), text, codec, denoiser, process),
          owned);
    } catch (RuntimeException e) {
      owned.closeAfter(e);
      throw e;
    }
  }

  /** Opens the tools for the model's adapters, for which no weights are loaded. */
  AdapterTools adapterTools() {
    return CogVideoXDenoiser.adapters(checkpoint, transformerSettings());
  }

  /**
   * Opens everything but the weights.
   *
   * @param name the name that configurations choose the backbone by
   * @return the outline; the caller closes it
   * @throws InputException if a file is missing, damaged or of another model
   */
  BackboneOutline outline(String name) {
    // Weights that are still to be drawn have no headers.
    if (config.randomWeightsSeed().isEmpty()) {
      tables.check(checkpoint.folder());
    }
    PromptTokenizer tokenizer = tokenizer();
    return new CheckpointOutline(
        spec(name),
        selection -> CogVideoXDenoiser.trainable(checkpoint.transformerConfig(), selection),
        tokenizer,
        prompt -> TokenRows.check(tokenizer, textLimit(), prompt));
  }

  private CogVideoXCodec codec(NDManager manager) {
    VaeConfig vae = checkpoint.vaeConfig();
    Optional<Tiling> tiling =
        config.vaeTiling() ? Optional.of(CogVideoXTiling.standard(vae)) : Optional.empty();
    VaeSettings settings = new VaeSettings(precision, tiling, config.vaeSlicing());
    return new CogVideoXCodec(
        CausalVae.load(manager, checkpoint.folder().vae(), vae, settings), vae);
  }

  private PromptTokenizer tokenizer() {
    Optional<String> subject =
        config.referenceToken() == ReferenceToken.SINGLE
            ? Optional.of(SUBJECT_TOKEN)
            : Optional.empty();
    PromptTokenizer tokenizer = T5Tokenizer.open(checkpoint.folder().tokenizer(), subject);
    try {
      checkpoint
          .textEncoderConfig()
          .requireRows(tokenizer.length(), checkpoint.folder().tokenizer());
      return tokenizer;
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private TextLimit textLimit() {
    return new TextLimit(checkpoint.transformerConfig().maxTextSeqLength(), config.longPrompts());
  }

  private CogVideoXTextEncoder textEncoder(NDManager manager, PromptTokenizer tokenizer) {
    T5Config t5 = checkpoint.textEncoderConfig();
    T5Encoder encoder = T5Encoder.load(manager, checkpoint.folder().textEncoder(), t5, precision);
    return new CogVideoXTextEncoder(tokenizer, encoder, textLimit());
  }

  private TransformerSettings transformerSettings() {
    return new TransformerSettings(
        precision,
        config.gradientCheckpointing(),
        config.normLora(),
        config.rotary(),
        config.videoStart(),
        Map.of(
            "rotary", EnumWord.of(config.rotary()),
            "reference_token", EnumWord.of(config.referenceToken()),
            "video_start", EnumWord.of(config.videoStart())));
  }

  private BackboneSpec spec(String name) {
    LatentGeometry latents = CogVideoXCodec.geometry(checkpoint.vaeConfig());
    TransformerConfig transformer = checkpoint.transformerConfig();
    int spatial = latents.spatialFactor();
    int latentFrameStep = config.evenLatentFrames() ? 1 : LATENT_FRAMES_PER_BATCH;
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
