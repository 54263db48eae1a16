package org.sdvgen.cogvideox;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.checkpoint.CheckpointFolder;
import org.sdvgen.cogvideox.checkpoint.RandomCheckpoint;
import org.sdvgen.cogvideox.checkpoint.T5Config;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.text.CogVideoXTextEncoder;
import org.sdvgen.cogvideox.text.T5Encoder;
import org.sdvgen.cogvideox.text.T5Tokenizer;
import org.sdvgen.cogvideox.transformer.CogVideoXDenoiser;
import org.sdvgen.cogvideox.transformer.TransformerSettings;
import org.sdvgen.cogvideox.vae.CausalVae;
import org.sdvgen.cogvideox.vae.CausalVae.VaeSettings;
import org.sdvgen.cogvideox.vae.CogVideoXCodec;
import org.sdvgen.cogvideox.vae.Tiling;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

/** CogVideoX with all its parts on one device. */
public final class CogVideoXBackbone implements Backbone {
  /** The word that the paper puts before the subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  /** The model was trained on clips of 8 frames per second. */
  private static final double NATIVE_RATE = 8;

  /** Latent frames that go through the autoencoder together, so that clips have 8N + 1 frames. */
  private static final int LATENT_FRAMES_PER_BATCH = 2;

  private final NDManager manager;
  private final CheckpointFolder checkpoint;
  private final BackboneSpec spec;
  private final CogVideoXTextEncoder textEncoder;
  private final CogVideoXCodec codec;
  private final CogVideoXDenoiser denoiser;
  private final CogVideoXProcess process;

  private CogVideoXBackbone(
      NDManager manager,
      CheckpointFolder checkpoint,
      BackboneSpec spec,
      CogVideoXTextEncoder textEncoder,
      CogVideoXCodec codec,
      CogVideoXDenoiser denoiser,
      CogVideoXProcess process) {
    this.manager = manager;
    this.checkpoint = checkpoint;
    this.spec = spec;
    this.textEncoder = textEncoder;
    this.codec = codec;
    this.denoiser = denoiser;
    this.process = process;
  }

  /**
   * Loads a checkpoint.
   *
   * @param name the name that configurations choose this backbone by
   * @param config the settings
   * @return the backbone; the caller closes it
   * @throws InputException if the checkpoint is not a whole CogVideoX model or a setting is wrong
   */
  static CogVideoXBackbone load(String name, CogVideoXConfig config) {
    Precision precision = precision(config);
    CheckpointFolder checkpoint = CheckpointFolder.open(config.checkpoint());
    config.randomWeightsSeed().ifPresent(seed -> new RandomCheckpoint(checkpoint, seed).write());
    NDManager manager = Devices.newManager(Devices.parse(config.device()));
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    opened.push(manager);
    try {
      CogVideoXProcess process = new CogVideoXProcess(checkpoint.schedulerConfig());
      CogVideoXCodec codec = codec(manager, checkpoint, config, precision);
      opened.push(codec);
      CogVideoXTextEncoder text = textEncoder(manager, checkpoint, config, precision);
      opened.push(text);
      CogVideoXDenoiser denoiser =
          CogVideoXDenoiser.load(manager, checkpoint, settings(config, precision));
      int latentFrameStep = config.evenLatentFrames() ? 1 : LATENT_FRAMES_PER_BATCH;
      BackboneSpec spec = spec(name, checkpoint.transformerConfig(), codec, latentFrameStep);
      return new CogVideoXBackbone(manager, checkpoint, spec, text, codec, denoiser, process);
    } catch (RuntimeException e) {
      opened.forEach(CogVideoXBackbone::closeQuietly);
      throw e;
    }
  }

  private static Precision precision(CogVideoXConfig config) {
    Precision precision = Precision.parse("dtype", config.dtype());
    if (precision == Precision.FP16) {
      throw new InputException("dtype: CogVideoX-5B overflows in fp16; set fp32 or bf16");
    }
    return precision;
  }

  private static CogVideoXCodec codec(
      NDManager manager, CheckpointFolder checkpoint, CogVideoXConfig config, Precision precision) {
    VaeConfig vae = checkpoint.vaeConfig();
    Optional<Tiling> tiling =
        config.vaeTiling() ? Optional.of(Tiling.standard(vae)) : Optional.empty();
    VaeSettings settings = new VaeSettings(precision, tiling, config.vaeSlicing());
    return new CogVideoXCodec(CausalVae.load(manager, checkpoint.vae(), vae, settings), vae);
  }

  private static CogVideoXTextEncoder textEncoder(
      NDManager manager, CheckpointFolder checkpoint, CogVideoXConfig config, Precision precision) {
    T5Config t5 = checkpoint.textEncoderConfig();
    T5Tokenizer tokenizer = T5Tokenizer.open(checkpoint.tokenizer());
    try {
      T5Tokenizer reading =
          config.referenceToken() == ReferenceToken.SINGLE
              ? tokenizer.withToken(SUBJECT_TOKEN)
              : tokenizer;
      if (reading.length() > t5.vocabSize()) {
        throw new InputException(
            "%s: the tokenizer has %d tokens with %s, but the text encoder's table only %d rows"
                .formatted(checkpoint.root(), reading.length(), SUBJECT_TOKEN, t5.vocabSize()));
      }
      T5Encoder encoder = T5Encoder.load(manager, checkpoint.textEncoder(), t5, precision);
      int maxTokens = checkpoint.transformerConfig().maxTextSeqLength();
      return new CogVideoXTextEncoder(reading, encoder, maxTokens, config.longPrompts());
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static TransformerSettings settings(CogVideoXConfig config, Precision precision) {
    return new TransformerSettings(
        precision,
        config.gradientCheckpointing(),
        config.normLora(),
        config.rotary(),
        config.videoStart(),
        Map.of(
            "rotary", word(config.rotary()),
            "reference_token", word(config.referenceToken()),
            "video_start", word(config.videoStart())));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static BackboneSpec spec(
      String name, TransformerConfig transformer, CogVideoXCodec codec, int latentFrameStep) {
    int spatial = codec.geometry().spatialFactor();
    ShapeRules shapes =
        new ShapeRules(
            spatial * transformer.patchSize(),
            codec.geometry().temporalFactor() * latentFrameStep,
            transformer.sampleFrames(),
            transformer.sampleHeight() * spatial,
            transformer.sampleWidth() * spatial,
            transformer.sampleFrames(),
            NATIVE_RATE);
    return new BackboneSpec(
        name,
        codec.geometry(),
        shapes,
        transformer.maxTextSeqLength(),
        Guidance.CLASSIFIER_FREE,
        Set.of(ReferenceMode.TOKENS),
        Optional.of(SUBJECT_TOKEN));
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot free a part of the backbone", e);
    }
  }

  @Override
  public BackboneSpec spec() {
    return spec;
  }

  @Override
  public Parameters parameters() {
    return denoiser.parameters();
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
  public Denoiser denoiser() {
    return denoiser;
  }

  @Override
  public NoiseProcess noiseProcess() {
    return process;
  }

  @Override
  public Map<String, String> adapterSettings() {
    return denoiser.parameters().adapterSettings();
  }

  @Override
  public void save(Path folder, WeightFormat format) {
    checkpoint.copyAllButTransformerWeights(folder);
    denoiser
        .parameters()
        .saveBase(new CheckpointFolder(folder).transformerWeights(), Precision.of(format));
  }

  @Override
  public NDManager newScope() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    denoiser.close();
    textEncoder.close();
    codec.close();
    manager.close();
  }
}
