package org.sdvgen.wan22;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.backbone.CheckpointBackbone;
import org.sdvgen.runtime.backbone.CheckpointOutline;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.diffusion.Wan22Process;
import org.sdvgen.wan22.text.WanTextEncoder;
import org.sdvgen.wan22.transformer.TransformerSettings;
import org.sdvgen.wan22.transformer.Wan22Denoiser;
import org.sdvgen.wan22.vae.CausalVae;
import org.sdvgen.wan22.vae.WanCodec;
import org.sdvgen.wan22.vae.WanTiling;

/** Loads a checkpoint as its settings say. */
final class BackboneLoader {
  /** The word that the paper puts before the subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  /** What the model was trained for: 5 seconds of 720p at 24 frames per second. */
  private static final int NATIVE_HEIGHT = 704;

  private static final int NATIVE_WIDTH = 1280;
  private static final int NATIVE_FRAMES = 121;
  private static final double NATIVE_RATE = 24;

  /** As the model's own pipeline samples; like it, a reference is encoded without noise. */
  private static final SamplingDefaults SAMPLING = new SamplingDefaults(50, 5, true);

  private final Wan22Config config;
  private final Precision precision;
  private final Wan22Checkpoint checkpoint;
  private final CheckpointTables tables;
  private final Wan22Process process;

  /**
   * Opens a checkpoint and reads all of its configurations, so that none is found to be wrong after
   * minutes of reading weights.
   *
   * @param config the settings
   * @throws InputException if it is no Wan 2.2 TI2V checkpoint or a setting is wrong
   */
  BackboneLoader(Wan22Config config) {
    this.config = config;
    precision = config.dtype();
    checkpoint = Wan22Checkpoint.open(config.checkpoint()).withVae(config.vae());
    tables = checkpoint.tables();
    process = new Wan22Process(checkpoint.schedulerConfig(), config.trainingSigmas());
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
      FastTokenizer tokenizer = owned.add(tokenizer());
      NDManager manager = owned.add(Devices.newManager(Devices.of(config.device())));
      LatentCodec codec = owned.add(codec(manager));
      WanTextEncoder text = owned.add(textEncoder(manager, tokenizer));
      NetworkDenoiser denoiser =
          owned.add(Wan22Denoiser.load(manager, checkpoint, transformerSettings()));
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
    return Wan22Denoiser.adapters(checkpoint, transformerSettings());
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
    FastTokenizer tokenizer = tokenizer();
    return new CheckpointOutline(
        spec(name),
        selection -> Wan22Denoiser.trainable(checkpoint.transformerConfig(), selection),
        tokenizer,
        prompt -> WanTextEncoder.check(tokenizer, textLimit(), prompt));
  }

  private TransformerSettings transformerSettings() {
    return new TransformerSettings(
        precision,
        config.gradientCheckpointing(),
        config.referencePosition(),
        config.comfyuiAdapter(),
        Map.of());
  }

  private LatentCodec codec(NDManager manager) {
    VaeConfig vae = checkpoint.vaeConfig();
    Optional<Tiling> tiling =
        config.vaeTiling() ? Optional.of(WanTiling.standard(vae)) : Optional.empty();
    VaeSettings settings = new VaeSettings(precision, tiling, config.vaeSlicing());
    return new WanCodec(CausalVae.load(manager, checkpoint.folder().vae(), vae, settings), vae);
  }

  private FastTokenizer tokenizer() {
    FastTokenizer tokenizer =
        FastTokenizer.open(checkpoint.folder().tokenizer(), Optional.of(SUBJECT_TOKEN));
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
    return new TextLimit(config.maxSequenceLength(), config.longPrompts());
  }

  private WanTextEncoder textEncoder(NDManager manager, FastTokenizer tokenizer) {
    T5Config t5 = checkpoint.textEncoderConfig();
    T5Encoder encoder = T5Encoder.load(manager, checkpoint.folder().textEncoder(), t5, precision);
    return new WanTextEncoder(tokenizer, encoder, textLimit());
  }

  private BackboneSpec spec(String name) {
    LatentGeometry latents = WanCodec.geometry(checkpoint.vaeConfig());
    ShapeRules shapes =
        new ShapeRules(
            latents.spatialFactor() * checkpoint.transformerConfig().patchSize(),
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
        config.maxSequenceLength(),
        Guidance.CLASSIFIER_FREE,
        SAMPLING,
        Set.of(ReferenceMode.TOKENS, ReferenceMode.FIRST_FRAME),
        Optional.of(SUBJECT_TOKEN));
  }
}
